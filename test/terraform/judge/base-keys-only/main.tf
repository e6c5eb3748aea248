# v0.13.0-beta.0: like the releases after it, but only for the attributes that the base has.

locals {
  base = var.configuration[var.configuration_base_key]

  merged = {
    for environment, attributes in var.configuration : environment => {
      for name in keys(local.base) : name => try(attributes[name], null) == null ? local.base[name] : attributes[name]
    }
  }
}
