# The estate of contracts/jualuma.yaml: an ops project, three targets, Slack, two people on call.

terraform {
  # terraform init -backend-config=bucket=YOUR-STATE-BUCKET -backend-config=prefix=plumbline
  backend "gcs" {}
}

module "plumbline" {
  source = "../../modules/ops"

  project              = var.ops_project
  region               = "us-central1"
  bundle               = var.bundle
  contract             = var.contract
  deploy               = var.deploy
  notify               = "slack:#drift"
  alarm_emails         = ["oncall@jualuma.example"]
  break_glass_invokers = ["group:oncall@jualuma.example"]
  runbook_url          = "https://github.com/${var.repository}/blob/main/docs/runbook.md"
  labels               = { team = "platform" }

  point_in_time_recovery = true
}

# The one right the viewer has, once a target.
module "viewer" {
  source   = "../../modules/viewer"
  for_each = var.targets

  project = each.value
  viewer  = module.plumbline.viewer_email
}
