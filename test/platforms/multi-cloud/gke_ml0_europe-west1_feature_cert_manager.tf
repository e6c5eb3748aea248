module "gke_ml0_europe-west1_feature_cert_manager" {
  source = "./modules/cert_manager"
}
