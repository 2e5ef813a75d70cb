# The one right the viewer has, once a target. A state of its own: whoever owns the targets applies it, and the
# pipeline that deploys the function needs no right in any of them.

terraform {
  # terraform init -backend-config=bucket=YOUR-STATE-BUCKET -backend-config=prefix=plumbline-targets
  backend "gcs" {}
}

variable "ops_project" {
  type = string
}

variable "targets" {
  description = "The projects of the contract's environments, by name."
  type        = map(string)

  validation {
    condition     = !contains(values(var.targets), var.ops_project)
    error_message = "the ops project is none of the targets: the viewer has no right in it."
  }
}

module "viewer" {
  source   = "../../../modules/viewer"
  for_each = var.targets

  project = each.value
  viewer  = "plumbline-viewer@${var.ops_project}.iam.gserviceaccount.com"
}
