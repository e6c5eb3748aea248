# SYNTAX TEST "source.terraform.kubestack" "strings, templates, heredocs and object keys"

locals {
  a = "tab\t quote\" unicode\u00e9 wrong\q"
#         ^^ constant.character.escape.terraform
#                 ^^ constant.character.escape.terraform
#                           ^^^^^^ constant.character.escape.terraform
#                                       ^^ invalid.illegal.escape.terraform
  b = "a $${literal} %%{ literal } ${~ var.x ~} z"
#        ^^ constant.character.escape.template.terraform
#                    ^^ constant.character.escape.template.terraform
#                                  ^^^ punctuation.section.interpolation.begin.terraform
#                                      ^^^ meta.interpolation.terraform meta.embedded.line.terraform variable.language.terraform
#                                            ^^ punctuation.section.interpolation.end.terraform
#                                               ^ string.quoted.double.terraform - meta.embedded.line.terraform
  c = "${upper("in ${var.x} side")}"
#        ^^^^^ support.function.builtin.terraform
#                    ^^^ string.quoted.double.terraform string.quoted.double.terraform variable.language.terraform
#                           ^^^^ string.quoted.double.terraform string.quoted.double.terraform
  d = "%{ if var.x ~} yes %{ else } no %{ endif }"
#      ^^ punctuation.section.interpolation.begin.terraform
#         ^^ keyword.control.directive.terraform
#                            ^^^^ keyword.control.directive.terraform
#                                         ^^^^^ keyword.control.directive.terraform
  e = "${join(",", [
    var.x,
#   ^^^ meta.interpolation.terraform variable.language.terraform
  ])}-end" # after
#     ^^^ string.quoted.double.terraform - meta.interpolation.terraform
#          ^^^^^^^ comment.line.number-sign.terraform
  f = <<EOT
#     ^^ keyword.operator.heredoc.terraform
#       ^^^ keyword.control.heredoc.begin.terraform
"not a string" # not a comment \t ${var.x} EOT
# <-------------- string.unquoted.heredoc.terraform - string.quoted.double.terraform
#              ^^^^^^^^^^^^^^^ string.unquoted.heredoc.terraform - comment.line.number-sign.terraform
#                                   ^^^ meta.interpolation.terraform variable.language.terraform
EOT
# <--- keyword.control.heredoc.end.terraform
  g = [<<-JSON-1
#      ^^^ keyword.operator.heredoc.terraform
#         ^^^^^^ keyword.control.heredoc.begin.terraform
    {"kind": "${var.x}"}
#   ^^^^^^^^^ string.unquoted.heredoc.terraform - meta.braces.terraform
    JSON-1
#   ^^^^^^ keyword.control.heredoc.end.terraform
  ]
# ^ punctuation.section.brackets.end.terraform
  h = {
    apps-prod = { "node.role" = 1, zone : 2, (var.key) = 3 }
#   ^^^^^^^^^ meta.mapping.key.terraform variable.other.property.terraform
#                 ^^^^^^^^^^^ meta.mapping.key.terraform string.quoted.double.terraform
#                             ^ keyword.operator.assignment.terraform
#                                  ^^^^ meta.mapping.key.terraform variable.other.property.terraform
#                                       ^ punctuation.separator.key-value.terraform
#                                             ^^^ meta.parens.terraform variable.language.terraform
    "${var.a}-key" = "value"
#    ^^ meta.mapping.key.terraform string.quoted.double.terraform meta.interpolation.terraform
#             ^^^ meta.mapping.key.terraform string.quoted.double.terraform
#                    ^^^^^^^ string.quoted.double.terraform - meta.mapping.key.terraform
    aws.eks = aws.eks_gc0_eu-west-1
#   ^^^^^^^ meta.mapping.key.terraform
  }
}
