# Stand-in for kustomization/overlay, see ../../README.md.

output "ids" {
  value = keys(terraform_data.resource)
}

output "ids_prio" {
  value = [keys(terraform_data.resource)]
}

output "manifests" {
  value = { for path, resource in terraform_data.resource : path => resource.output }
}
