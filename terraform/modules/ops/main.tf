locals {
  # The same as in functions/wire.ts; a test holds them together. A pass ends by its deadline, is cut off by
  # the function's timeout after that, and its lease outlasts both, so that no two passes are under way.
  pass_deadline_seconds = 480
  lease_seconds         = 600
  attempt_seconds       = var.timeout_seconds + 30

  # What cannot be read is refused by the variable itself.
  memory_mib = try(tonumber(regex("^[0-9]+", var.memory)) * (endswith(var.memory, "Gi") ? 1024 : 1), 0)

  contract_bucket = one(regex("^(?:gs://([^/]+)/.*)?", var.contract))
  to_slack        = startswith(var.notify, "slack:")
  # What the function gets as a secret, by the variable it gets it as.
  secret_variables = merge(
    { PLUMBLINE_FINGERPRINT_KEY = { secret = "fingerprint-key", version = var.secret_versions.fingerprint_key } },
    local.to_slack ? { SLACK_BOT_TOKEN = { secret = "slack-bot-token", version = var.secret_versions.slack_bot_token } } : {},
    var.private_workflows ? { GITHUB_TOKEN = { secret = "github-token", version = var.secret_versions.github_token } } : {},
  )
  labels = merge({ app = var.name }, var.labels)

  services = toset([
    "apikeys.googleapis.com",
    "artifactregistry.googleapis.com",
    "cloudbuild.googleapis.com",
    "cloudfunctions.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "cloudscheduler.googleapis.com",
    "firestore.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "storage.googleapis.com",
  ])
}

# Also what the viewer reads with: quota and enablement of its calls are counted here.
resource "google_project_service" "required" {
  for_each = local.services

  project            = var.project
  service            = each.value
  disable_on_destroy = false
}
