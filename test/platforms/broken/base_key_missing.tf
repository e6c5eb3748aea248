module "base_key_missing" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  configuration_base_key = "apps-prod"
  configuration = {
    apps = {
      name_prefix = "bk0"
    }

    ops = {}
  }
}
