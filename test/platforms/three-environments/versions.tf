terraform {
  required_providers {
    google = {
      source = "hashicorp/google"
    }

    kubernetes = {
      source = "hashicorp/kubernetes"
    }

    kustomization = {
      source = "kbst/kustomization"
    }

    scaleway = {
      source = "scaleway/scaleway"
    }
  }

  required_version = ">= 1.3.0"
}
