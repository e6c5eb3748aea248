module "eks_gc0_eu-north-1" {
  providers = {
    aws        = aws.eks_gc0_eu-north-1
    kubernetes = kubernetes.eks_gc0_eu-north-1
  }

  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"

  configuration = {
    apps = {
      base_domain                = var.base_domain
      cluster_availability_zones = "eu-north-1a,eu-north-1b,eu-north-1c"
      cluster_desired_capacity   = 3
      cluster_instance_type      = "m5.xlarge"
      cluster_max_size           = 9
      cluster_min_size           = 3
      cluster_version            = "1.30"
      name_prefix                = "gc0"
    }
    ops = {
      cluster_desired_capacity = 1
      cluster_instance_type    = "t3.large"
      cluster_max_size         = 2
      cluster_min_size         = 1
    }
  }
}
