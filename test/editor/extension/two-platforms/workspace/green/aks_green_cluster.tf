module "aks_green" {
  source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.18.2-beta.0"

  configuration = {
    apps = {
      resource_group = "green"
      name_prefix    = "green"
      base_domain    = "green.example.com"
    }

    ops = {}
  }
}
