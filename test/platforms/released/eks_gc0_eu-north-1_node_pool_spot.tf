module "eks_gc0_eu-north-1_node_pool_spot" {
  providers = {
    aws = aws.eks_gc0_eu-north-1
  }

  source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"

  cluster_name = module.eks_gc0_eu-north-1.current_metadata["name"]

  configuration = {
    apps = {
      availability_zones = "eu-north-1a,eu-north-1b"
      desired_capacity   = 0
      instance_types     = "m5.2xlarge,m5a.2xlarge"
      labels = {
        lifecycle = "spot"
        team      = "data"
      }
      max_size = 12
      min_size = 0
      name     = "spot"
      taints = [
        {
          key    = "lifecycle"
          value  = "spot"
          effect = "NO_SCHEDULE"
        }
      ]
    }
    ops = {
      labels = {
        lifecycle = "spot"
      }
      max_size = 1
    }
  }
}
