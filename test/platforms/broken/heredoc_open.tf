module "heredoc_open" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  configuration = {
    apps = {
      name_prefix                = "ho0"
      cluster_aws_auth_map_roles = <<-ROLES
        - rolearn: arn:aws:iam::210987654321:role/admin
    }

    ops = {}
  }
}
