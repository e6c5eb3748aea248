module "eks_gc0_us-east-1_feature_cert_manager" {
  source = "./modules/cert_manager"
}
