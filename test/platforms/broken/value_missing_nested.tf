module "value_missing_nested" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  configuration = {
    apps = {
      name_prefix = "vm0"

      default_node_pool = {
        min_size =
        max_size = 3
      }
    }

    ops = {}
  }
}
