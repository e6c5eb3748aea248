# Stand-in for aws/cluster, see ../../README.md.

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
  provider_name   = "aws"
  provider_region = try(trimsuffix(local.cfg.cluster_availability_zones[0], regex("[a-z]$", local.cfg.cluster_availability_zones[0])), "")
}

resource "terraform_data" "cluster" {
  input = {
    name          = module.cluster_metadata.name
    configuration = local.cfg
  }

  # A change of these replaces the cluster.
  triggers_replace = {
    name             = module.cluster_metadata.name
    cluster_vpc_cidr = local.cfg.cluster_vpc_cidr
  }

  lifecycle {
    precondition {
      condition     = local.cfg.cluster_availability_zones != null
      error_message = "missing required configuration attribute: cluster_availability_zones"
    }

    precondition {
      condition     = try(local.cfg.default_node_pool.instance_types, null) != null
      error_message = "missing required configuration attribute: default_node_pool.instance_types"
    }

    precondition {
      condition     = try(local.cfg.default_node_pool.min_size, null) != null
      error_message = "missing required configuration attribute: default_node_pool.min_size"
    }

    precondition {
      condition     = try(local.cfg.default_node_pool.max_size, null) != null
      error_message = "missing required configuration attribute: default_node_pool.max_size"
    }
  }
}
