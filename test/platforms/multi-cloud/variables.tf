variable "base_domain" {
  type        = string
  description = "Domain that the clusters' names are below of. We own it, and its zone is delegated to both clouds."
}

variable "office_networks" {
  type        = map(string)
  description = "Networks that may reach the control planes, by office."
  default     = {}
}

variable "kubernetes_version" {
  type        = string
  description = "Minor version of every control plane."
  default     = "1.30"
}
