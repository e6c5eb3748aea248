# Stand-in for google/cluster, see ../../README.md.

module "configuration" {
  source = "../../common/configuration"

  configuration = var.configuration
  base_key      = var.configuration_base_key
}

locals {
  cfg = module.configuration.merged[terraform.workspace]
}

module "cluster_metadata" {
  source = "../../common/metadata"

  name_prefix     = local.cfg.name_prefix
  base_domain     = local.cfg.base_domain
  provider_name   = "gcp"
  provider_region = local.cfg.region
}

resource "terraform_data" "cluster" {
  input = {
    name          = module.cluster_metadata.name
    configuration = local.cfg
  }

  # A change of these replaces the cluster.
  triggers_replace = {
    name       = module.cluster_metadata.name
    project_id = local.cfg.project_id
    region     = local.cfg.region
  }

  lifecycle {
    precondition {
      condition     = local.cfg.project_id != null
      error_message = "missing required configuration attribute: project_id"
    }

    precondition {
      condition     = local.cfg.region != null
      error_message = "missing required configuration attribute: region"
    }

    precondition {
      condition     = try(local.cfg.default_node_pool.machine_type, null) != null
      error_message = "missing required configuration attribute: default_node_pool.machine_type"
    }

    precondition {
      condition     = try(local.cfg.default_node_pool.min_node_count, null) != null
      error_message = "missing required configuration attribute: default_node_pool.min_node_count"
    }

    precondition {
      condition     = try(local.cfg.default_node_pool.max_node_count, null) != null
      error_message = "missing required configuration attribute: default_node_pool.max_node_count"
    }
  }
}
