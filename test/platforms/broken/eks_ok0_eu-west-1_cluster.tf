module "eks_ok0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  configuration = {
    apps = {
      name_prefix = "ok0"
      base_domain = "infra.tidewater.example"

      cluster_availability_zones = ["eu-west-1a", "eu-west-1b"]

      default_node_pool = {
        instance_types   = ["t3a.large"]
        min_size         = 1
        max_size         = 3
        desired_capacity = 1
      }
    }

    ops = {
      default_node_pool = {
        max_size = 1
      }
    }
  }
}
