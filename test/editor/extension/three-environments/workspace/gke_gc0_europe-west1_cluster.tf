module "gke_gc0_europe-west1" {
  source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.18.2-beta.0"

  configuration_base_key = "apps-prod"

  configuration = {
    apps-prod = {
      project_id       = "example"
      name_prefix      = "gc0"
      base_domain      = "infra.example.com"
      region           = "europe-west1"
      cluster_min_size = 2
    }

    apps = {}

    ops = {}
  }
}
