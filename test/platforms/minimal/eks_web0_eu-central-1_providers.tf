provider "aws" {
  alias  = "eks_web0_eu-central-1"
  region = "eu-central-1"
}

provider "kustomization" {
  alias          = "eks_web0_eu-central-1"
  kubeconfig_raw = module.eks_web0_eu-central-1.kubeconfig
}

locals {
  eks_web0_eu-central-1_kubeconfig = yamldecode(module.eks_web0_eu-central-1.kubeconfig)
}

provider "kubernetes" {
  alias = "eks_web0_eu-central-1"

  host                   = local.eks_web0_eu-central-1_kubeconfig["clusters"][0]["cluster"]["server"]
  cluster_ca_certificate = base64decode(local.eks_web0_eu-central-1_kubeconfig["clusters"][0]["cluster"]["certificate-authority-data"])
  token                  = local.eks_web0_eu-central-1_kubeconfig["users"][0]["user"]["token"]
}
