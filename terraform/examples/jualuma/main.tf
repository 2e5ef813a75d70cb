# The ops project of contracts/jualuma.yaml's estate. terraform.tfvars is the one file to edit; the targets' side
# is targets/, applied by whoever owns them.

terraform {
  # terraform init -backend-config=bucket=YOUR-STATE-BUCKET -backend-config=prefix=plumbline
  backend "gcs" {}
}

module "plumbline" {
  source = "../../modules/ops"

  project              = var.ops_project
  region               = var.region
  bundle               = var.bundle
  contract             = var.contract
  deploy               = var.deploy
  notify               = var.notify
  alarm_emails         = var.alarm_emails
  break_glass_invokers = var.break_glass_invokers
  private_workflows    = var.private_workflows
  database             = var.database
  delete_protection    = var.delete_protection
  runbook_url          = var.repository == null ? null : "https://github.com/${var.repository}/blob/main/docs/runbook.md"
  labels               = { team = "platform" }

  point_in_time_recovery = true
}
