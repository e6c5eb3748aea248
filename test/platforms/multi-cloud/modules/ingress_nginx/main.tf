module "ingress_nginx" {
  source = "../../vendor/terraform-kubestack/kustomization/overlay"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      namespace = "ingress-nginx"

      resources = [
        "${path.module}/manifests/namespace.yaml",
        "${path.module}/manifests/upstream.yaml",
      ]

      common_labels = {
        "app.kubernetes.io/managed-by" = "kubestack"
        "halvard.example/team"         = "platform"
      }

      common_annotations = {
        "external-dns.alpha.kubernetes.io/hostname" = "*.${var.cluster_fqdn}"
      }

      replicas = [
        {
          name  = "ingress-nginx-controller"
          count = var.replicas
        }
      ]
    }

    apps = {
      replicas = [
        {
          name  = "ingress-nginx-controller"
          count = 2
        }
      ]
    }

    ops = {
      common_labels = {
        "halvard.example/team" = "platform-ops"
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
