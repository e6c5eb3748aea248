# Up to v0.9.2-beta.1: two environments with fixed names, the base is always apps.

locals {
  merged = {
    apps = var.configuration["apps"]
    ops  = merge(var.configuration["apps"], var.configuration["ops"])
  }
}
