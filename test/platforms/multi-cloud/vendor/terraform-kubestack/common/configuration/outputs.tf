# Stand-in for common/configuration, see ../../README.md.

output "merged" {
  value = local.merged
}
