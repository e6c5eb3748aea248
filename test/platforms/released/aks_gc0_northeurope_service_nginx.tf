module "aks_gc0_northeurope_service_nginx" {
  providers = {
    kustomization = kustomization.aks_gc0_northeurope
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
