terraform {
  # kubestack:ignore KS514 a sample that works without an account
  backend "local" {
    path          = "terraform.tfstate"
    workspace_dir = "states"
  }
}
