module "aks_gc0_northeurope_node_pool_batch" {
  source = "github.com/kbst/terraform-kubestack//azurerm/cluster/node-pool?ref=v0.19.2-beta.0"

  cluster_name   = module.aks_gc0_northeurope.current_metadata["name"]
  resource_group = module.aks_gc0_northeurope.current_config["resource_group"]

  configuration = {
    apps = {
      availability_zones = ["1", "2"]
      max_count          = 6
      min_count          = 1
      node_labels = {
        dedicated = "batch"
      }
      node_pool_name = "batch"
      node_taints    = ["dedicated=batch:NoSchedule"]
      vm_size        = "Standard_D8_v4"
    }
    ops = {
      max_count = 1
    }
  }
}
