variable "base_domain" {
  type        = string
  description = "Domain of all clusters."
}
