# Stand-in for common/metadata, see ../../README.md.

output "name" {
  value = local.name
}

output "domain" {
  value = local.domain
}

output "fqdn" {
  value = local.fqdn
}

output "label_namespace" {
  value = "kubestack.com/"
}

output "labels" {
  value = {
    "kubestack.com/cluster_name"            = local.name
    "kubestack.com/cluster_domain"          = local.domain
    "kubestack.com/cluster_fqdn"            = local.fqdn
    "kubestack.com/cluster_workspace"       = terraform.workspace
    "kubestack.com/cluster_provider_name"   = var.provider_name
    "kubestack.com/cluster_provider_region" = var.provider_region
  }
}

output "tags" {
  value = [local.name, terraform.workspace, var.provider_name, var.provider_region]
}
