module "eks_gc0_us-east-1" {
  source = "./vendor/terraform-kubestack/aws/cluster"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name_prefix = "gc0"
      base_domain = var.base_domain

      cluster_version            = var.kubernetes_version
      cluster_availability_zones = [for zone in ["a", "b", "d"] : "us-east-1${zone}"]
      cluster_vpc_cidr           = "10.32.0.0/16"

      cluster_endpoint_private_access = true
      cluster_public_access_cidrs     = local.control_plane_networks

      cluster_aws_auth_map_roles = <<-ROLES
        - rolearn: arn:aws:iam::210987654321:role/${local.company}-platform
          username: platform
          groups:
            - system:masters
      ROLES

      default_node_pool = {
        instance_types          = ["m6i.xlarge", "m6a.xlarge"]
        min_size                = 3
        max_size                = 12
        desired_capacity        = 3
        root_device_volume_size = 100
      }
    }

    apps = {
      # kubestack:ignore KS802 The release candidate of the next version is tried here first.
      cluster_version = "1.32"

      default_node_pool = {
        max_size         = 6
        desired_capacity = 3
      }
    }

    ops = {
      cluster_endpoint_private_access = false
      cluster_aws_auth_map_roles      = null

      default_node_pool = {
        instance_types   = ["t3.large"]
        min_size         = 1
        max_size         = 2
        desired_capacity = 1
      }
    }
  }
}
