# The general compute cluster of every environment.
module "eks_gc0_eu-west-1" {
  providers = {
    aws        = aws.eks_gc0_eu-west-1
    kubernetes = kubernetes.eks_gc0_eu-west-1
  }

  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.20.0-beta.0"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name_prefix = "gc0"
      base_domain = var.base_domain

      cluster_availability_zones = [for zone in ["a", "b", "c"] : "eu-west-1${zone}"]

      default_node_pool = {
        instance_types   = ["m6i.large", "m6a.large"]
        min_size         = 3
        max_size         = terraform.workspace == "apps-prod" ? 2 * local.nodes : 6
        desired_capacity = 3

        labels = { "node.kubernetes.io/purpose" = "general" }
      }

      enabled_cluster_log_types = null
    }

    # smaller, otherwise the same
    apps = {
      default_node_pool = {
        max_size = 4
      }
    }

    ops = {}
  }
}
