module "gke_gc0_europe-north1" {
  source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"

  configuration = {
    apps = {
      base_domain                = var.base_domain
      cluster_machine_type       = "e2-standard-8"
      cluster_max_node_count     = 3
      cluster_min_master_version = "1.30"
      cluster_min_node_count     = 1
      cluster_node_locations     = "europe-north1-a,europe-north1-b,europe-north1-c"
      name_prefix                = "gc0"
      project_id                 = "brightmill-platform"
      region                     = "europe-north1"
    }
    ops = {
      cluster_machine_type   = "e2-standard-2"
      cluster_max_node_count = 1
      cluster_node_locations = "europe-north1-a"
    }
  }
}
