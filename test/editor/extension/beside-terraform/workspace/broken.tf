resource "terraform_data" "half" {
  input =
}

module "eks_one" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.2-beta.0"

  configuration_base_key = "missing"

  configuration = {
    apps = {}
    ops  = {}
  }
}
