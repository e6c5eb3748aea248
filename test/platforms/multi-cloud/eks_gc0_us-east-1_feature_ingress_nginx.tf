module "eks_gc0_us-east-1_feature_ingress_nginx" {
  source = "./modules/ingress_nginx"

  cluster_fqdn = module.eks_gc0_us-east-1.current_metadata["fqdn"]
}
