module "scw_web0_fr-par_node_pool_batch" {
  providers = {
    scaleway = scaleway.scw_web0_fr-par
  }

  source = "github.com/kbst/terraform-kubestack//scaleway/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  cluster          = module.scw_web0_fr-par.cluster
  cluster_metadata = module.scw_web0_fr-par.current_metadata

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name      = "batch"
      node_type = "PRO2-L"
      zones     = ["fr-par-1", "fr-par-2"]
      min_size  = 0
      max_size  = 5

      node_taints = [
        {
          key    = "dedicated"
          value  = "batch"
          effect = "NoSchedule"
        }
      ]
    }

    apps = {
      max_size = 2
    }

    ops = {
      zones    = ["fr-par-1"]
      max_size = 1
    }
  }
}
