module "gke_data0_europe-west4_feature_metrics_server" {
  providers = {
    kustomization = kustomization.gke_data0_europe-west4
  }

  source = "./modules/metrics_server"
}
