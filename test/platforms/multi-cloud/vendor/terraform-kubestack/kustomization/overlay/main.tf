# Stand-in for kustomization/overlay, see ../../README.md.

module "configuration" {
  source = "../../common/configuration"

  configuration = var.configuration
  base_key      = var.configuration_base_key
}

locals {
  cfg = module.configuration.merged[terraform.workspace]

  resources = local.cfg.resources != null ? toset(local.cfg.resources) : toset([])
}

resource "terraform_data" "resource" {
  for_each = local.resources

  input = {
    manifest      = filesha256(each.value)
    configuration = local.cfg
  }
}
