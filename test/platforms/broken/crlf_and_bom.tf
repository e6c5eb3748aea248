module "crlf_and_bom" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  configuration = {
    apps = {
      name_prefix = "cb0"
      base_domain =
    }

    ops = {}
  }
}
