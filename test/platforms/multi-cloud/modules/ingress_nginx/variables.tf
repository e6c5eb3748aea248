variable "cluster_fqdn" {
  type        = string
  description = "Fully qualified name of the cluster, below which its ingress answers."
}

variable "replicas" {
  type        = number
  description = "Controllers in production."
  default     = 3
}
