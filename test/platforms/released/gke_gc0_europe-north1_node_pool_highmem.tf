module "gke_gc0_europe-north1_node_pool_highmem" {
  source = "github.com/kbst/terraform-kubestack//google/cluster/node-pool?ref=v0.19.2-beta.0"

  cluster_metadata = module.gke_gc0_europe-north1.current_metadata

  configuration = {
    apps = {
      disk_size_gb       = 100
      initial_node_count = 1
      location           = module.gke_gc0_europe-north1.current_config["region"]
      machine_type       = "n2-highmem-4"
      max_node_count     = 3
      min_node_count     = 1
      name               = "highmem"
      node_locations     = ["europe-north1-a", "europe-north1-b"]
      project_id         = module.gke_gc0_europe-north1.current_config["project_id"]
    }
    ops = {
      max_node_count = 1
      node_locations = ["europe-north1-a"]
    }
  }
}
