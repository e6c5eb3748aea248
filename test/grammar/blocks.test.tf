# SYNTAX TEST "source.terraform.kubestack" "blocks, labels and attributes"

module "eks_gc0_eu-west-1" {
# <------ meta.block.terraform entity.name.type.block.terraform
#      ^ string.quoted.double.label.terraform punctuation.definition.string.begin.terraform
#       ^^^^^^^^^^^^^^^^^ variable.other.enummember.label.terraform
#                          ^ punctuation.section.block.begin.terraform
  source = "./modules/nginx"
# ^^^^^^ variable.other.property.terraform
#        ^ keyword.operator.assignment.terraform
#          ^^^^^^^^^^^^^^^^^ string.quoted.double.terraform

  configuration_base_key = "apps-prod" # the base
# ^^^^^^^^^^^^^^^^^^^^^^ variable.other.property.terraform
#                                      ^^^^^^^^^^ comment.line.number-sign.terraform
}
# <- punctuation.section.block.end.terraform

terraform {
# <--------- entity.name.type.block.terraform
  backend "s3" {}
# ^^^^^^^ meta.block.terraform meta.block.terraform entity.name.type.block.terraform
#          ^^ variable.other.enummember.label.terraform
#               ^ punctuation.section.block.end.terraform
  required_version = ">= 1.3.0" // both kinds
#                               ^^^^^^^^^^^^^ comment.line.double-slash.terraform
  /* over
     lines */
#    ^^^^^ comment.block.terraform
}

resource terraform_data "a" {
# <-------- entity.name.type.block.terraform
#        ^^^^^^^^^^^^^^ variable.other.enummember.label.terraform
  triggers_replace = [var.a, local.b-c]
#                     ^^^ variable.language.terraform
#                        ^ punctuation.accessor.terraform
#                            ^^^^^ variable.language.terraform
#                                  ^^^ variable.other.property.terraform
  dynamic "item" { content { name = 1 } }
# ^^^^^^^ entity.name.type.block.terraform
#                  ^^^^^^^ entity.name.type.block.terraform
#                            ^^^^ variable.other.property.terraform
#                                   ^ constant.numeric.terraform
}
