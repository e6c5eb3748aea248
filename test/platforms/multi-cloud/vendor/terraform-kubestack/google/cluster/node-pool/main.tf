# Stand-in for google/cluster/node-pool, see ../../../README.md.

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

  lifecycle {
    precondition {
      condition     = local.cfg.location != null
      error_message = "missing required configuration attribute: location"
    }

    precondition {
      condition     = local.cfg.machine_type != null
      error_message = "missing required configuration attribute: machine_type"
    }

    precondition {
      condition     = local.cfg.min_node_count != null
      error_message = "missing required configuration attribute: min_node_count"
    }

    precondition {
      condition     = local.cfg.max_node_count != null
      error_message = "missing required configuration attribute: max_node_count"
    }
  }
}
