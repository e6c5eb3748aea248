output "merged" {
  value = local.merged
}
