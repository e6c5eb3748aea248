variable "clusters" {
  type        = map(map(map(string)))
  description = "Configuration of every cluster, by environment."
}
