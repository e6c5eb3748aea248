# SYNTAX TEST "source.terraform.kubestack" "values: literals, operators, calls, for, splats, references"

locals {
  numbers = [0, -1, 2.5, 1e3, 1.5E-3]
#            ^ constant.numeric.terraform
#               ^ keyword.operator.arithmetic.terraform
#                ^ constant.numeric.terraform
#                   ^^^ constant.numeric.terraform
#                        ^^^ constant.numeric.terraform
#                             ^^^^^^ constant.numeric.terraform
  a = true && !false || null == var.x ? 1 : 2
#     ^^^^ constant.language.terraform
#          ^^ keyword.operator.logical.terraform
#             ^ keyword.operator.logical.terraform
#              ^^^^^ constant.language.terraform
#                       ^^^^ constant.language.terraform
#                            ^^ keyword.operator.comparison.terraform
#                                     ^ keyword.operator.ternary.terraform
#                                         ^ keyword.operator.ternary.terraform
  b = a-1 >= b - 1
#     ^^^ variable.other.readwrite.terraform
#         ^^ keyword.operator.comparison.terraform
#              ^ keyword.operator.arithmetic.terraform
  c = merge(var.a, { x = 1 }, try(local.list...))
#     ^^^^^ meta.function-call.terraform support.function.builtin.terraform
#                    ^ meta.mapping.key.terraform
#                             ^^^ support.function.builtin.terraform
#                                           ^^^ keyword.operator.spread.terraform
  d = provider::kubestack::merge_all(var.a)
#     ^^^^^^^^ entity.name.namespace.terraform
#             ^^ punctuation.separator.namespace.terraform
#               ^^^^^^^^^ entity.name.namespace.terraform
#                          ^^^^^^^^^ support.function.provider.terraform
  e = unknown_function(1)
#     ^^^^^^^^^^^^^^^^ entity.name.function.terraform
  f = [for k, v in var.m : k if v != null]
#      ^^^ keyword.control.for.terraform
#          ^ variable.parameter.terraform
#             ^ variable.parameter.terraform
#               ^^ keyword.control.in.terraform
#                            ^^ keyword.control.terraform
  g = { for v in var.m : v.id => v... }
#       ^^^ keyword.control.for.terraform
#                             ^^ keyword.operator.arrow.terraform
#                                 ^^^ keyword.operator.spread.terraform
  h = module.eks_gc0_eu-west-1.current_metadata["fqdn"]
#     ^^^^^^ variable.language.terraform
#            ^^^^^^^^^^^^^^^^^ variable.other.property.terraform
#                              ^^^^^^^^^^^^^^^^ variable.other.property.terraform
#                                               ^^^^^^ string.quoted.double.terraform
  i = terraform_data.a[*].id
#     ^^^^^^^^^^^^^^ variable.other.readwrite.terraform
#                      ^ keyword.operator.splat.terraform
  j = terraform_data.a.*.id
#                      ^ keyword.operator.splat.terraform
  k = var.list.0
#              ^ constant.numeric.terraform
  l = "${path.module}/${terraform.workspace}-${each.key}"
#        ^^^^ variable.language.terraform
#             ^^^^^^ variable.other.property.terraform
#                       ^^^^^^^^^ variable.language.terraform
#                                              ^^^^ variable.language.terraform
  m = local.eks_gc0_eu-west-1_kubeconfig["clusters"][0]
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ variable.other.property.terraform
#                                                    ^ constant.numeric.terraform
  n = aws.eks_gc0_eu-west-1
#         ^^^^^^^^^^^^^^^^^ variable.other.property.terraform
  o = 7 % 2 * (3 / 4) < 5
#       ^ keyword.operator.arithmetic.terraform
#                ^ meta.parens.terraform keyword.operator.arithmetic.terraform
#                     ^ keyword.operator.comparison.terraform
}

variable "typed" {
  type = map(object({ zones = optional(list(string), []), size = number }))
#        ^^^ support.type.terraform
#            ^^^^^^ support.type.terraform
#                             ^^^^^^^^ support.type.terraform
#                                           ^^^^^^ support.type.primitive.terraform
#                                                                ^^^^^^ support.type.primitive.terraform
}
