module "gke_ml0_europe-west1_feature_ingress_nginx" {
  source = "./modules/ingress_nginx"

  cluster_fqdn = module.gke_ml0_europe-west1.current_metadata["fqdn"]
  replicas     = 2
}
