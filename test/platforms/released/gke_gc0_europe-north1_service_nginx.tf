module "gke_gc0_europe-north1_service_nginx" {
  providers = {
    kustomization = kustomization.gke_gc0_europe-north1
  }

  source  = "kbst.xyz/catalog/nginx/kustomization"
  version = "1.10.1-kbst.0"

  configuration = {
    apps = {
      common_labels = {
        team = "platform"
        tier = "ingress"
      }
      replicas = [
        {
          name  = "ingress-nginx-controller"
          count = 3
        }
      ]
    }
    ops = {
      common_labels = {
        team = "platform"
      }
      replicas = [
        {
          name  = "ingress-nginx-controller"
          count = 1
        }
      ]
    }
  }
}
