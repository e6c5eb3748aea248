module "eks_gc0_eu-west-1_node_pool_batch" {
  source = "./vendor/terraform-kubestack/aws/cluster/node-pool"

  cluster          = module.eks_gc0_eu-west-1.cluster
  cluster_metadata = module.eks_gc0_eu-west-1.current_metadata

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name = "batch"

      instance_types   = ["c6i.4xlarge"]
      min_size         = 0
      max_size         = 20
      desired_capacity = 0
      disk_size        = 200

      availability_zones = module.eks_gc0_eu-west-1.current_config["cluster_availability_zones"]

      taints = [
        {
          key    = "dedicated"
          value  = "batch"
          effect = "NO_SCHEDULE"
        }
      ]

      labels = {
        dedicated              = "batch"
        "halvard.example/team" = "data"
        "halvard.example/tier" = local.on_call ? "critical" : "standard"
      }

      tags = local.common_tags
    }

    apps = {
      max_size = 8

      labels = {
        "halvard.example/team" = "data-staging"
      }
    }

    ops = {
      instance_types = ["c6i.xlarge"]
      max_size       = 1
      disk_size      = 50

      # Whatever runs here is a test of the platform and may be evicted.
      taints = []
    }
  }
}
