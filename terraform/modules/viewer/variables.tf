variable "project" {
  description = "Id of the target project that is to be read."
  type        = string
}

variable "viewer" {
  description = "Email of the service account that reads, the ops module's output `viewer_email`."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]+@[a-z0-9.-]+\\.gserviceaccount\\.com$", var.viewer))
    error_message = "viewer must be the email of a service account: only a service account is impersonated for minutes at a time."
  }
}

variable "role_id" {
  description = "Id of the custom role; the doctor names it in its commands."
  type        = string
  default     = "plumblineViewer"
}

variable "optional_permissions" {
  description = "Permissions of permissions.json's `optional` to add. Custom roles may not be able to hold them; without them the report says \"not visible\"."
  type        = set(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.optional_permissions, keys(jsondecode(file("${path.module}/permissions.json")).optional))) == 0
    error_message = "optional_permissions may only name what permissions.json lists as optional."
  }
}

variable "regional_secrets" {
  description = "Look for secrets of every region, also where no service is. Without it the report names those regions as a gap."
  type        = bool
  default     = true
}

variable "leave_out" {
  description = "Permissions this project does not grant; what they read is then a named gap of every report, never \"none\"."
  type        = set(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.leave_out, keys(jsondecode(file("${path.module}/permissions.json")).required))) == 0
    error_message = "leave_out may only name what permissions.json lists as required."
  }
}

variable "scope" {
  description = "Where the role is bound: the project alone, or a folder or organisation with all that is in it. A wider scope needs `organization`, which then holds the role. The module is then used once for all of them."
  type = object({
    organization = optional(string)
    folder       = optional(string)
  })
  default = {}

  validation {
    condition     = var.scope.folder == null || var.scope.organization != null
    error_message = "scope.folder needs scope.organization: a folder cannot hold a custom role, its organisation can."
  }
}
