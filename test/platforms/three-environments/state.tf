terraform {
  backend "gcs" {
    bucket = "terraform-state-kubestack-0c83fe5"
  }
}
