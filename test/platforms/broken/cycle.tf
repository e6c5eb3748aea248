locals {
  first  = local.second
  second = "${local.first}-x"
}

module "cycle" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  configuration = {
    apps = {
      name_prefix = local.first
      base_domain = "infra.tidewater.example"
    }

    ops = {}
  }
}
