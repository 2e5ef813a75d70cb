variable "project" {
  description = "Id of the ops project, where the monitor lives. It is none of the projects it watches."
  type        = string
}

variable "region" {
  description = "Region of the function, its scheduler and its secrets."
  type        = string
}

variable "name" {
  description = "Name of the function, and the beginning of every other name."
  type        = string
  default     = "plumbline"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,18}[a-z0-9]$", var.name))
    error_message = "name must have 4 to 20 lower-case letters, digits or dashes: accounts are named by it."
  }
}

variable "bundle" {
  description = "Path of the zip that `npm run bundle` made."
  type        = string
}

variable "deploy" {
  description = "False for the first apply: everything but the function and its schedule, so that the secrets it starts with can be filled."
  type        = bool
  default     = true
}

variable "contract" {
  description = "The contract: a path inside the bundle (contracts/jualuma.yaml), or gs://bucket/object, which the function's own account is then let read."
  type        = string

  validation {
    condition     = can(regex("^gs://[a-z0-9][a-z0-9._-]{1,220}/[A-Za-z0-9._/-]+$", var.contract)) || can(regex("^[A-Za-z0-9][A-Za-z0-9._/-]*\\.ya?ml$", var.contract))
    error_message = "contract must be a YAML file inside the bundle, or gs://bucket/object."
  }
}

variable "notify" {
  description = "slack:<channel>, or console to only log the messages."
  type        = string
  default     = "console"

  validation {
    condition     = var.notify == "console" || startswith(var.notify, "slack:")
    error_message = "notify must be slack:<channel> or console."
  }
}

variable "private_workflows" {
  description = "The contract's `workflows.repository` is a private one on GitHub: makes a secret for a token that may read its contents."
  type        = bool
  default     = false
}

variable "concurrency" {
  description = "Requests to Google under way at once; null: 24. Lower it where passes are THROTTLED."
  type        = number
  default     = null

  validation {
    condition     = var.concurrency == null || try(var.concurrency >= 1 && var.concurrency <= 999 && floor(var.concurrency) == var.concurrency, false)
    error_message = "concurrency must be a whole number from 1 to 999."
  }
}

variable "heartbeat_url" {
  description = "An address outside of Google that hears of every whole pass (healthchecks.io and the like); null: the alarm on missing heartbeats is all."
  type        = string
  default     = null
}

variable "schedule" {
  description = "When a pass begins, as a cron line. Off the full hour: that is when everybody else's jobs run and are deployed."
  type        = string
  default     = "23 * * * *"

  validation {
    condition     = can(regex("^([1-9]|[1-5][0-9])(,([1-9]|[1-5][0-9]))* ", var.schedule))
    error_message = "schedule must begin at minutes other than 0."
  }
}

variable "time_zone" {
  description = "Time zone of the schedule."
  type        = string
  default     = "Etc/UTC"
}

variable "timeout_seconds" {
  description = "How long a request to the function may take: longer than the pass's own deadline (480 s), no longer than its lease (600 s)."
  type        = number
  default     = 540

  validation {
    condition     = var.timeout_seconds >= local.pass_deadline_seconds + 30 && var.timeout_seconds <= local.lease_seconds
    error_message = "timeout_seconds must leave 30 s after the pass's deadline (480 s) to keep and tell what it saw, and must not outlast its lease (600 s)."
  }
}

variable "memory" {
  description = "Memory of an instance, in Mi or Gi; half of it is for what a pass holds. 512Mi hold an estate of some thousand services."
  type        = string
  default     = "1Gi"

  validation {
    condition     = can(regex("^[1-9][0-9]*[MG]i$", var.memory))
    error_message = "memory must be given in Mi or Gi, as in 512Mi."
  }
}

variable "ingress" {
  description = "ALLOW_ALL: reached from anywhere by those IAM lets in, so that an engineer can ask for a pass. ALLOW_INTERNAL_ONLY: from Scheduler and the project's networks."
  type        = string
  default     = "ALLOW_ALL"

  validation {
    condition     = contains(["ALLOW_ALL", "ALLOW_INTERNAL_ONLY", "ALLOW_INTERNAL_AND_GCLB"], var.ingress)
    error_message = "ingress must be ALLOW_ALL, ALLOW_INTERNAL_ONLY or ALLOW_INTERNAL_AND_GCLB."
  }
}

variable "break_glass_invokers" {
  description = "Who besides the scheduler may ask for a pass and settle findings: user:, group:, serviceAccount: or principal… members."
  type        = set(string)
  default     = []

  validation {
    condition = alltrue([
      for one in var.break_glass_invokers :
      can(regex("^(user|group|serviceAccount|principal|principalSet):", one)) && !strcontains(lower(one), "//goog/")
    ])
    error_message = "break_glass_invokers must be named people, groups or accounts: never everybody."
  }
}

variable "database" {
  description = "Id of the Firestore database that keeps the monitor's memory."
  type        = string
  default     = "plumbline"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,61}[a-z0-9]$", var.database))
    error_message = "database must be a name of its own: the project's (default) database may be somebody else's."
  }
}

variable "database_location" {
  description = "Where the database is; null: the function's region."
  type        = string
  default     = null
}

variable "point_in_time_recovery" {
  description = "Keep seven days of the database's past. Costs storage; the monitor can also begin anew."
  type        = bool
  default     = false
}

variable "delete_protection" {
  description = "Whether the database and the secrets refuse to be deleted. Turn it off in an apply of its own before a destroy."
  type        = bool
  default     = true
}

variable "secret_versions" {
  description = "Which versions the function starts with. The fingerprint key is pinned: with another key every literal value looks changed."
  type = object({
    slack_bot_token = optional(string, "latest")
    fingerprint_key = optional(string, "1")
    github_token    = optional(string, "latest")
  })
  default = {}
}

variable "alarm_emails" {
  description = "Who hears that the monitor itself is ill. Not Slack: it may be what is ill."
  type        = set(string)
  default     = []
}

variable "notification_channels" {
  description = "Existing Cloud Monitoring channels that hear it too (PagerDuty, SMS, …), by full name."
  type        = set(string)
  default     = []
}

variable "runbook_url" {
  description = "Where docs/runbook.md is read; the alarms link to its entries."
  type        = string
  default     = null
}

variable "labels" {
  description = "Labels of everything that can have some."
  type        = map(string)
  default     = {}
}
