module "aks_gc0_northeurope" {
  source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"

  configuration = {
    apps = {
      availability_zones          = "1,2,3"
      base_domain                 = var.base_domain
      default_node_pool_max_count = 9
      default_node_pool_min_count = 3
      default_node_pool_vm_size   = "Standard_D4_v4"
      kubernetes_version          = "1.30"
      name_prefix                 = "gc0"
      network_plugin              = "azure"
      resource_group              = "brightmill-platform"
    }
    ops = {
      default_node_pool_max_count = 2
      default_node_pool_min_count = 1
      default_node_pool_vm_size   = "Standard_B2s"
    }
  }
}
