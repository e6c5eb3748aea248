module "eks_zero" {
  providers = {
    aws = aws.eks_zero
  }

  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.12.2-beta.0"

  configuration = var.clusters["eks_zero"]
}

module "gke_zero" {
  source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.12.2-beta.0"

  configuration = var.clusters["gke_zero"]
}
