/** Two versions of a root module. The plan from the first to the second has each action once. */
export const everyAction = {
  before: `
resource "terraform_data" "kept" { input = 1 }
resource "terraform_data" "replaced" { triggers_replace = [1] }
resource "terraform_data" "gone" { input = 3 }
resource "terraform_data" "old" { input = 4 }
resource "terraform_data" "forgotten" { input = 5 }
`,
  after: `
resource "terraform_data" "kept" { input = 2 }
resource "terraform_data" "replaced" { triggers_replace = [2] }
resource "terraform_data" "fresh" { input = 3 }
resource "terraform_data" "imported" {}
resource "terraform_data" "new" {
  count = 1
  input = 4
}
moved {
  from = terraform_data.old
  to   = terraform_data.new[0]
}
removed {
  from = terraform_data.forgotten
  lifecycle { destroy = false }
}
import {
  to = terraform_data.imported
  id = "an-id"
}
data "terraform_remote_state" "late" {
  backend = "local"
  config  = { path = terraform_data.kept.output == 2 ? "a" : "b" }
}
output "kept" { value = terraform_data.kept.output }
`,
};
