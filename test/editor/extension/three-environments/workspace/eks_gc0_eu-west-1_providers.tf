provider "aws" {
  alias  = "eks_gc0_eu-west-1"
  region = "eu-west-1"
}

provider "kustomization" {
  alias = "eks_gc0_eu-west-1"

  kubeconfig_raw = module.eks_gc0_eu-west-1.kubeconfig
}
