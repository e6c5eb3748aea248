# v0.9.3-beta.0 to v0.12.2-beta.0: terraform's own merge, in which null overrides too.

locals {
  merged = {
    for environment, attributes in var.configuration :
    environment => merge(var.configuration[var.configuration_base_key], attributes)
  }
}
