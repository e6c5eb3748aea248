terraform {
  required_providers {
    kustomization = {
      source  = "kbst/kustomization"
      version = ">= 0.9.0"
    }
  }
}

variable "hosts" {
  type        = map(object({ name = string, port = optional(number, 443) }))
  default     = {}
  description = "Host names by environment."

  validation {
    condition     = alltrue([for host in values(var.hosts) : can(regex("^[a-z.]+$", host.name))])
    error_message = "Not a host name: ${join(", ", keys(var.hosts))}."
  }
}

module "nginx" {
  providers = {
    kustomization = kustomization
  }

  source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=v0.20.0-beta.0"

  configuration = {
    apps = {
      resources = [
        "${path.module}/manifests/upstream.yaml",
      ]

      common_labels = merge(local.labels, { "app.kubernetes.io/part-of" : "platform" })

      patches = [
        {
          target = { kind = "Deployment", name = "ingress-nginx-controller" }
          patch  = <<-PATCH
            - op: replace
              path: /spec/replicas
              value: ${max(2, local.replicas)}
            %{ if terraform.workspace == "apps" ~}
            - op: remove
              path: /spec/template/spec/nodeSelector # still text
            %{ endif ~}
          PATCH
        },
        {
          patch = jsonencode({
            apiVersion = "v1"
            metadata   = { annotations = { (local.key) = "$${kept}" } }
          })
        },
      ]
    }

    ops = {
      replicas = [{ name = "ingress-nginx-controller", count = 1 }]
    }
  }
}

output "ids" {
  value     = module.nginx.ids[*]
  sensitive = false
}
