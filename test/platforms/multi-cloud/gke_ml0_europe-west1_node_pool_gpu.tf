module "gke_ml0_europe-west1_node_pool_gpu" {
  source = "./vendor/terraform-kubestack/google/cluster/node-pool"

  cluster          = module.gke_ml0_europe-west1.cluster
  cluster_metadata = module.gke_ml0_europe-west1.current_metadata

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name = "gpu"

      project_id = module.gke_ml0_europe-west1.current_config["project_id"]
      location   = module.gke_ml0_europe-west1.current_config["region"]

      node_locations     = ["europe-west1-b", "europe-west1-c"]
      machine_type       = "g2-standard-12"
      initial_node_count = 0
      min_node_count     = 0
      max_node_count     = 4
      disk_size_gb       = 300

      guest_accelerator = {
        type  = "nvidia-l4"
        count = 1

        gpu_sharing_config = {
          gpu_sharing_strategy       = "TIME_SHARING"
          max_shared_clients_per_gpu = 4
        }
      }

      taints = [
        {
          key    = "nvidia.com/gpu"
          value  = "present"
          effect = "NO_SCHEDULE"
        }
      ]

      labels = {
        dedicated              = "gpu"
        "halvard.example/team" = "ml"
      }

      instance_tags = ["gpu", "${local.company}-ml"]
    }

    apps = {
      max_node_count = 2
      preemptible    = true

      labels = {
        "halvard.example/interruptible" = true
      }
    }

    ops = {
      node_locations = ["europe-west1-b"]
      machine_type   = "g2-standard-4"
      max_node_count = 1
      preemptible    = true
    }
  }
}
