variable "ops_project" {
  type    = string
  default = "jualuma-ops"
}

variable "targets" {
  description = "The projects of the contract's environments."
  type        = map(string)
  default = {
    dev   = "jualuma-dev"
    stage = "jualuma-stage"
    prod  = "jualuma-prod"
  }

  validation {
    condition     = !contains(values(var.targets), var.ops_project)
    error_message = "the ops project is none of the targets: the viewer has no right in it."
  }
}

variable "contract" {
  type    = string
  default = "contracts/jualuma.yaml"
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

variable "repository" {
  description = "The GitHub repository whose workflow deploys, as owner/name."
  type        = string
  default     = "jualuma/plumbline"
}
