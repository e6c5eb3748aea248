module "cert_manager" {
  source = "../../vendor/terraform-kubestack/kustomization/overlay"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      resources = ["${path.module}/manifests/upstream.yaml"]

      images = [
        {
          name    = "quay.io/jetstack/cert-manager-controller"
          new_tag = "v1.16.2"
        }
      ]

      replicas = [
        {
          name  = "cert-manager"
          count = 2
        }
      ]

      patches = [
        {
          target = {
            kind = "Deployment"
            name = "cert-manager"
          }

          patch = <<-PATCH
            - op: add
              path: /spec/template/spec/priorityClassName
              value: system-cluster-critical
          PATCH
        }
      ]
    }

    apps = {}

    ops = {
      # Without the entry for the priority class: a list is replaced as a whole.
      patches = []

      replicas = [
        {
          name  = "cert-manager"
          count = 1
        }
      ]
    }
  }
}
