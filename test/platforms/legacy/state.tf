terraform {
  backend "gcs" {
    bucket = "terraform-state-kubestack-92d0e7b"
  }
}
