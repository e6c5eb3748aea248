module "scw_web0_fr-par_feature_metrics_server" {
  providers = {
    kustomization = kustomization.scw_web0_fr-par
  }

  source = "./modules/metrics_server"
}
