# Stand-in for google/cluster/node-pool, see ../../../README.md.

output "current_config" {
  value = local.cfg
}

output "id" {
  value = terraform_data.node_pool.id
}
