module "operator_open" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  configuration = {
    apps = {
      name_prefix = "oo0"
      base_domain = terraform.workspace == "ops" ? "a.example" :
    }

    ops = {}
  }
}
