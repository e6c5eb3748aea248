# v0.14.0-beta.0 to v0.19.2-beta.0: an attribute comes whole from the environment, or from the base where it is null there.

locals {
  base = var.configuration[var.configuration_base_key]

  merged = {
    for environment, attributes in var.configuration : environment => {
      # A key that only the environment has, without a value, is asked of the base and an error: as it is there.
      for name in setunion(keys(attributes), keys(local.base)) : name =>
      [attributes, local.base][try(attributes[name], null) == null ? 1 : 0][name]
    }
  }
}
