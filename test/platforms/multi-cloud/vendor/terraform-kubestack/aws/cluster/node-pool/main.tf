# Stand-in for aws/cluster/node-pool, see ../../../README.md.

module "configuration" {
  source = "../../../common/configuration"

  configuration = var.configuration
  base_key      = var.configuration_base_key
}

locals {
  cfg = module.configuration.merged[terraform.workspace]
}

resource "terraform_data" "node_pool" {
  input = {
    cluster       = var.cluster_metadata["name"]
    configuration = local.cfg
  }

  # A change of these replaces the node group.
  triggers_replace = {
    name               = local.cfg.name
    instance_types     = local.cfg.instance_types
    disk_size          = local.cfg.disk_size
    availability_zones = local.cfg.availability_zones
  }

  lifecycle {
    precondition {
      condition     = local.cfg.instance_types != null
      error_message = "missing required configuration attribute: instance_types"
    }

    precondition {
      condition     = local.cfg.min_size != null
      error_message = "missing required configuration attribute: min_size"
    }

    precondition {
      condition     = local.cfg.max_size != null
      error_message = "missing required configuration attribute: max_size"
    }

    precondition {
      condition     = local.cfg.availability_zones != null
      error_message = "missing required configuration attribute: availability_zones"
    }
  }
}
