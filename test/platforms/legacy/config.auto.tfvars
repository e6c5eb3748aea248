clusters = {
  eks_zero = {
    # Settings for Apps-cluster
    apps = {
      name_prefix                = "kbst"
      base_domain                = "infra.oldstone.example"
      cluster_instance_type      = "t3a.xlarge"
      cluster_desired_capacity   = "3"
      cluster_min_size           = "3"
      cluster_max_size           = "9"
      cluster_availability_zones = "eu-west-1a,eu-west-1b,eu-west-1c"
    }

    # Settings for Ops-cluster
    ops = {
      cluster_instance_type      = "t3a.medium"
      cluster_desired_capacity   = "1"
      cluster_min_size           = "1"
      cluster_max_size           = "2"
      cluster_availability_zones = "eu-west-1a,eu-west-1b"
    }
  }

  gke_zero = {
    apps = {
      project_id                 = "oldstone-apps"
      name_prefix                = "kbst"
      base_domain                = "infra.oldstone.example"
      region                     = "europe-west1"
      cluster_node_locations     = "europe-west1-b,europe-west1-c"
      cluster_machine_type       = "n1-standard-4"
      cluster_min_node_count     = 1
      cluster_max_node_count     = 3
      cluster_min_master_version = "1.18"
    }

    ops = {
      project_id             = "oldstone-ops"
      cluster_machine_type   = "n1-standard-2"
      cluster_max_node_count = 1
    }
  }
}
