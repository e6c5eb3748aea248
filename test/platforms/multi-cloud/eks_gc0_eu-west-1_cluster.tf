module "eks_gc0_eu-west-1" {
  source = "./vendor/terraform-kubestack/aws/cluster"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name_prefix = "gc0"
      base_domain = var.base_domain

      cluster_version            = var.kubernetes_version
      cluster_availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
      cluster_vpc_cidr           = "10.16.0.0/16"

      cluster_endpoint_private_access = true
      cluster_public_access_cidrs     = local.control_plane_networks
      enabled_cluster_log_types       = ["api", "audit", "authenticator", "controllerManager", "scheduler"]

      default_node_pool = {
        instance_types          = ["m6i.xlarge", "m6a.xlarge"]
        min_size                = 3
        max_size                = 18
        desired_capacity        = 6
        root_device_volume_size = 100

        additional_node_tags = merge(local.common_tags, { tier = "critical" })

        metadata_options = {
          http_endpoint               = "enabled"
          http_tokens                 = "required"
          http_put_response_hop_limit = 1
        }
      }
    }

    apps = {
      # Half the machines of production, and no spare ones at night.
      default_node_pool = {
        min_size         = 3
        max_size         = 9
        desired_capacity = 3

        additional_node_tags = merge(local.common_tags, { tier = "standard" })
      }
    }

    ops = {
      enabled_cluster_log_types = ["api", "audit"]

      default_node_pool = {
        instance_types          = ["t3.large"]
        min_size                = 1
        max_size                = 2
        desired_capacity        = 1
        root_device_volume_size = 50
      }
    }
  }
}
