# Stand-in for aws/cluster, see ../../README.md.

output "cluster" {
  value = terraform_data.cluster.output
}

output "current_config" {
  value = local.cfg
}

output "current_metadata" {
  value = module.cluster_metadata
}

output "kubeconfig" {
  sensitive = true

  value = yamlencode({
    apiVersion = "v1"
    kind       = "Config"
    clusters = [{
      name    = module.cluster_metadata.name
      cluster = { server = "https://api.${module.cluster_metadata.fqdn}" }
    }]
    users = [{
      name = module.cluster_metadata.name
      user = { token = terraform_data.cluster.id }
    }]
  })
}
