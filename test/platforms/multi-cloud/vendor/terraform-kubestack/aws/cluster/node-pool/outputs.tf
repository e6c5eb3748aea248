# Stand-in for aws/cluster/node-pool, see ../../../README.md.

output "current_config" {
  value = local.cfg
}
