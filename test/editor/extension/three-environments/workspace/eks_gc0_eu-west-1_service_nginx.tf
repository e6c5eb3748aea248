module "eks_gc0_eu-west-1_service_nginx" {
  source  = "kbst.xyz/catalog/nginx/kustomization"
  version = "1.10.1-kbst.0"

  providers = {
    kustomization = kustomization.eks_gc0_eu-west-1
  }

  configuration_base_key = "apps-prod"

  configuration = {
    apps-prod = {
      replicas = [{ name = "ingress-nginx-controller", count = 3 }]
    }

    apps = {}

    ops = {}
  }
}
