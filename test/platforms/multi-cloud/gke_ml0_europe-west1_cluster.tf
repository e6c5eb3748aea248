module "gke_ml0_europe-west1" {
  source = "./vendor/terraform-kubestack/google/cluster"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name_prefix = "ml0"
      base_domain = var.base_domain

      project_id = "${local.company}-ml-prod"
      region     = "europe-west1"

      cluster_node_locations     = ["europe-west1-b", "europe-west1-c", "europe-west1-d"]
      cluster_min_master_version = var.kubernetes_version
      deletion_protection        = true

      master_authorized_networks_config_cidr_blocks = values(var.office_networks)

      logging_config = {
        enable_components = ["SYSTEM_COMPONENTS", "WORKLOADS"]
      }

      cluster_maintenance_exclusion = {
        name       = "black-friday"
        start_time = "2026-11-23T00:00:00Z"
        end_time   = "2026-12-01T00:00:00Z"
        scope      = "NO_MINOR_OR_NODE_UPGRADES"
      }

      default_node_pool = {
        machine_type   = "n2-standard-8"
        min_node_count = 1
        max_node_count = 6
        disk_size_gb   = 200
        disk_type      = "pd-ssd"

        labels = {
          "halvard.example/workload" = "inference"
        }
      }
    }

    apps = {
      project_id = "${local.company}-ml"

      cluster_maintenance_exclusion = {
        scope = "NO_UPGRADES"
      }

      default_node_pool = {
        machine_type   = "n2-standard-4"
        max_node_count = 3
        preemptible    = true
      }
    }

    ops = {
      project_id          = "${local.company}-ml-ops"
      deletion_protection = false

      # One zone is enough to see whether a change works.
      cluster_node_locations = ["europe-west1-b"]

      logging_config = {
        enable_components = ["SYSTEM_COMPONENTS"]
      }

      default_node_pool = {
        machine_type   = "e2-standard-4"
        max_node_count = 1
        disk_size_gb   = 50
        disk_type      = "pd-balanced"
        labels         = {}
      }
    }
  }
}
