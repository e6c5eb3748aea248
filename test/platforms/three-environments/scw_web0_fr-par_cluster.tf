module "scw_web0_fr-par" {
  providers = {
    scaleway = scaleway.scw_web0_fr-par
  }

  source = "github.com/kbst/terraform-kubestack//scaleway/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name_prefix = "web0"
      base_domain = "infra.soleil.example"

      region          = "fr-par"
      cluster_version = "1.31"

      auto_upgrade = {
        enable                        = true
        maintenance_window_start_hour = 3
        maintenance_window_day        = "tuesday"
      }

      default_node_pool = {
        node_type = "PRO2-M"
        zones     = ["fr-par-1", "fr-par-2", "fr-par-3"]
        min_size  = 1
        max_size  = 4

        kubelet_args = {
          maxPods = 120
        }
      }
    }

    apps = {
      auto_upgrade = {
        maintenance_window_day = "monday"
      }

      default_node_pool = {
        node_type = "PRO2-S"
        max_size  = 3
      }
    }

    ops = {
      default_node_pool = {
        node_type = "PRO2-XS"
        zones     = ["fr-par-1"]
        max_size  = 1
      }
    }
  }
}
