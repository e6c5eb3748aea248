module "eks_gc0_eu-north-1_service_prometheus" {
  providers = {
    kustomization = kustomization.eks_gc0_eu-north-1
  }

  source  = "kbst.xyz/catalog/prometheus/kustomization"
  version = "0.75.1-kbst.0"

  configuration = {
    apps = {
      variant              = "clusterwide"
      additional_resources = ["${path.root}/manifests/prometheus/alerts.yaml"]
    }
    ops = {}
  }
}
