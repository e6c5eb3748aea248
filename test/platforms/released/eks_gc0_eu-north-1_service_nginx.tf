module "eks_gc0_eu-north-1_service_nginx" {
  providers = {
    kustomization = kustomization.eks_gc0_eu-north-1
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

module "eks_gc0_eu-north-1_dns_zone" {
  providers = {
    aws        = aws.eks_gc0_eu-north-1
    kubernetes = kubernetes.eks_gc0_eu-north-1
  }

  source = "github.com/kbst/terraform-kubestack//aws/cluster/elb-dns?ref=v0.19.2-beta.0"

  ingress_service_name      = "ingress-nginx-controller"
  ingress_service_namespace = "ingress-nginx"

  metadata_fqdn = module.eks_gc0_eu-north-1.current_metadata["fqdn"]

  depends_on = [module.eks_gc0_eu-north-1, module.eks_gc0_eu-north-1_service_nginx]
}
