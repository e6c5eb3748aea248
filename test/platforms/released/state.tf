terraform {
  backend "gcs" {
    bucket = "terraform-state-kubestack-9be0d17"
  }
}
