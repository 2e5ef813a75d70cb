variable "ops_project" {
  description = "Where the monitor lives; none of the projects it watches."
  type        = string
}

variable "region" {
  type    = string
  default = "us-central1"
}

variable "contract" {
  description = "A file of contracts/, which is bundled, or gs://bucket/object."
  type        = string
}

variable "notify" {
  description = "slack:<channel> for what the contract's alerts.routes send nowhere else, or console."
  type        = string
  default     = "console"
}

variable "alarm_emails" {
  description = "Who hears that the monitor itself is ill."
  type        = set(string)
}

variable "break_glass_invokers" {
  description = "Who may ask for a pass and settle findings over HTTP."
  type        = set(string)
  default     = []
}

variable "private_workflows" {
  description = "The contract's workflows are in a private repository on GitHub (docs/workflows-and-smoke.md)."
  type        = bool
  default     = false
}

variable "repository" {
  description = "The GitHub repository whose workflow deploys, as owner/name; null: none, and nobody is lent the deployer."
  type        = string
  default     = null
}

variable "bundle" {
  type    = string
  default = "../../../dist/plumbline.zip"
}

variable "deploy" {
  description = "False for the first apply (docs/deploy.md)."
  type        = bool
  default     = true
}

variable "database" {
  description = "Another one begins anew (docs/deploy.md, roll back)."
  type        = string
  default     = "plumbline"
}

variable "delete_protection" {
  description = "False in an apply of its own before a destroy."
  type        = bool
  default     = true
}
