module "gke_data0_europe-west4" {
  providers = {
    google = google.gke_data0_europe-west4
  }

  source = "github.com/kbst/terraform-kubestack//google/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name_prefix = "data0"
      base_domain = "infra.soleil.example"

      project_id = "soleil-data"
      region     = "europe-west4"

      cluster_node_locations     = ["europe-west4-a", "europe-west4-b", "europe-west4-c"]
      cluster_min_master_version = "1.31"

      default_node_pool = {
        machine_type   = "n2-standard-4"
        min_node_count = 1
        max_node_count = 5
      }
    }

    apps = {
      default_node_pool = {
        max_node_count = 3
      }
    }

    ops = {
      default_node_pool = {
        machine_type   = "e2-standard-4"
        max_node_count = 1
      }
    }
  }
}
