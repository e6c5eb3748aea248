provider "google" {
  alias   = "gke_data0_europe-west4"
  project = "soleil-data"
  region  = "europe-west4"
}

provider "kustomization" {
  alias          = "gke_data0_europe-west4"
  kubeconfig_raw = module.gke_data0_europe-west4.kubeconfig
}
