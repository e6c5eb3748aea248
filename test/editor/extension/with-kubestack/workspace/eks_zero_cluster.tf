module "eks_zero" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.2-beta.0"

  configuration_base_key = "apps"

  configuration = {
    apps = {
      name_prefix                = "zero"
      base_domain                = "infra.example.com"
      cluster_availability_zones = "eu-west-1a,eu-west-1b"
      cluster_min_size           = 3
      cluster_max_size           = 9
    }

    ops = {
      cluster_min_size = 1
    }
  }
}
