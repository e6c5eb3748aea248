module "wrong_types" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  configuration = {
    apps = {
      name_prefix                = ["wt0"]
      cluster_availability_zones = "eu-west-1a"
      default_node_pool          = "t3.large"
      cluster_vpc_subnet_newbits = "eight"
      cluster_vpc_dns_support    = 1
    }

    ops = {}
  }
}
