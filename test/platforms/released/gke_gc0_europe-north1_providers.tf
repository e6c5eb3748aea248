provider "google" {
  project = "brightmill-platform"
  region  = "europe-north1"
}

provider "kustomization" {
  alias          = "gke_gc0_europe-north1"
  kubeconfig_raw = module.gke_gc0_europe-north1.kubeconfig
}
