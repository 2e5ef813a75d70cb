# One ops project, one target, no Slack: messages stand in the function's log. docs/deploy.md from step 3 on.

terraform {
  # terraform init -backend-config=bucket=YOUR-STATE-BUCKET -backend-config=prefix=plumbline
  backend "gcs" {}
}

variable "ops_project" {
  type = string
}

variable "target_project" {
  type = string
}

variable "region" {
  type    = string
  default = "us-central1"
}

variable "alarm_email" {
  type = string
}

variable "break_glass_invokers" {
  description = "Who may ask for a pass and settle findings over HTTP."
  type        = set(string)
  default     = []
}

variable "contract" {
  type    = string
  default = "contracts/example.yaml"
}

variable "bundle" {
  type    = string
  default = "../../../dist/plumbline.zip"
}

variable "deploy" {
  type    = bool
  default = true
}

module "plumbline" {
  source = "../../modules/ops"

  project      = var.ops_project
  region       = var.region
  bundle       = var.bundle
  contract     = var.contract
  deploy       = var.deploy
  alarm_emails = [var.alarm_email]

  break_glass_invokers = var.break_glass_invokers
}

module "viewer" {
  source = "../../modules/viewer"

  project = var.target_project
  viewer  = module.plumbline.viewer_email
}

output "function_uri" {
  value = module.plumbline.function_uri
}

output "secrets" {
  value = module.plumbline.secrets
}
