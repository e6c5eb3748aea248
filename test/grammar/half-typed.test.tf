# SYNTAX TEST "source.terraform.kubestack" "what is not closed yet does not colour what follows"

module "a" {
  source = "github.com/kbst
  version = 1
# ^^^^^^^ variable.other.property.terraform - string.quoted.double.terraform
#           ^ constant.numeric.terraform - string.quoted.double.terraform
  name = "${var.prefix
  next = true
# ^^^^ variable.other.property.terraform - string.quoted.double.terraform
#        ^^^^ constant.language.terraform - string.quoted.double.terraform
  list = ["a", "b
  after = true
# ^^^^^ variable.other.property.terraform - meta.brackets.terraform
  call = merge(var.a, {
    x = "${upper("y
  })
  done = true
# ^^^^ variable.other.property.terraform - meta.function-call.terraform
  text = <<-EOT
    ${upper("never closed
  EOT
# ^^^ keyword.control.heredoc.end.terraform
  more = true
# ^^^^ variable.other.property.terraform - string.unquoted.heredoc.terraform
  configuration = {
    apps = {
      name_prefix = "gc0

module "b" {
# <------ entity.name.type.block.terraform - string.quoted.double.terraform
#       ^ variable.other.enummember.label.terraform - meta.braces.terraform
  source = "./b"
# ^^^^^^ variable.other.property.terraform - meta.mapping.key.terraform
}

module "half
# <------ entity.name.type.block.terraform
variable "x" {}
# <-------- entity.name.type.block.terraform - string.quoted.double.terraform
