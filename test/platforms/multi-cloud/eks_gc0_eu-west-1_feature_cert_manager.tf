module "eks_gc0_eu-west-1_feature_cert_manager" {
  source = "./modules/cert_manager"
}
