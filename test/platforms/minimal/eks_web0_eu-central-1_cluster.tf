module "eks_web0_eu-central-1" {
  providers = {
    aws        = aws.eks_web0_eu-central-1
    kubernetes = kubernetes.eks_web0_eu-central-1
  }

  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  configuration = {
    apps = {
      name_prefix = "web0"
      base_domain = "infra.tidewater.example"

      cluster_version            = "1.31"
      cluster_availability_zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]

      default_node_pool = {
        instance_types   = ["t3a.xlarge"]
        min_size         = 3
        max_size         = 9
        desired_capacity = 3
      }
    }

    ops = {
      default_node_pool = {
        instance_types   = ["t3a.medium"]
        min_size         = 1
        max_size         = 2
        desired_capacity = 1
      }
    }
  }
}
