module "aks_blue" {
  source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.18.2-beta.0"

  configuration = {
    apps = {
      resource_group = "blue"
      name_prefix    = "blue"
      base_domain    = "blue.example.com"
    }

    ops = {}
  }
}
