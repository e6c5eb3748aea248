# Stand-in for common/configuration, see ../../README.md.

variable "configuration" {
  type = any
}

variable "base_key" {
  type = string
}
