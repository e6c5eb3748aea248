# Stand-in for common/metadata, see ../../README.md.

variable "name_prefix" {
  type = string
}

variable "base_domain" {
  type = string
}

variable "provider_name" {
  type = string
}

variable "provider_region" {
  type = string
}
