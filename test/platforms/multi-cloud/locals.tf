locals {
  company = "halvard"
  team    = "platform"

  # Only the production environments page somebody at night.
  on_call = terraform.workspace == "apps-prod"

  common_tags = {
    "cost-center" = "4711"
    owner         = "${local.team}@${local.company}.example"
  }

  control_plane_networks = sort(values(var.office_networks))
}
