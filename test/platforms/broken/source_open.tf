module "source_open" {
  source = "github.com/kbst/terraform-kubestack//
}
