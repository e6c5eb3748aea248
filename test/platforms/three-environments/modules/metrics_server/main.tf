module "metrics_server" {
  providers = {
    kustomization = kustomization
  }

  source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      resources = [
        "${path.module}/manifests/upstream.yaml",
      ]

      replicas = [
        {
          name  = "metrics-server"
          count = 2
        }
      ]
    }

    apps = {}

    ops = {
      replicas = [
        {
          name  = "metrics-server"
          count = 1
        }
      ]
    }
  }
}
