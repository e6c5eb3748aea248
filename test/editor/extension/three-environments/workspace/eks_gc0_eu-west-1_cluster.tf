module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.2-beta.0"

  configuration_base_key = "apps-prod"

  configuration = {
    apps-prod = {
      name_prefix                = "gc0"
      base_domain                = "infra.example.com"
      cluster_availability_zones = "eu-west-1a,eu-west-1b,eu-west-1c"
      cluster_min_size           = 3
      cluster_max_size           = 9
    }

    apps = {}

    ops = {
      cluster_min_size = 1
    }
  }
}

module "eks_gc0_eu-west-1_node_pool_batch" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.18.2-beta.0"

  cluster_name = module.eks_gc0_eu-west-1.current_metadata["name"]

  configuration_base_key = "apps-prod"

  configuration = {
    apps-prod = {
      name             = "batch"
      instance_types   = "t3a.medium"
      desired_capacity = 2
    }

    apps = {}

    ops = {
      desired_capacity = 0
    }
  }
}
