module "latin_1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  configuration = {
    apps = {
      name_prefix = "l10"
      base_domain = "münchen.example"
    }

    ops = {}
  }
}
