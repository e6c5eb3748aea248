terraform {
  backend "s3" {
    bucket = "terraform-state-kubestack-4f1c2ab"
    region = "eu-central-1"
    key    = "tfstate"
  }
}
