module "eks_zero" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.2-beta.0"

  configuration = {
    apps = {
      base_domain = "infra.example.com"
    }

    ops = {}
  }
}

resource "terraform_data" "plain" {
  input = "x"
}
