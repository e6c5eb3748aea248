# Stand-in for common/metadata, see ../../README.md.

locals {
  name   = join("-", compact([var.name_prefix, terraform.workspace, var.provider_region]))
  domain = join(".", compact([var.provider_name, var.base_domain]))
  fqdn   = "${local.name}.${local.domain}"
}
