# The judge replaces this file by the types that the called module declares.

variable "configuration" {
  type = any
}

variable "configuration_base_key" {
  type    = string
  default = "apps"
}
