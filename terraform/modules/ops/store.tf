resource "google_firestore_database" "store" {
  project                           = var.project
  name                              = var.database
  location_id                       = coalesce(var.database_location, var.region)
  type                              = "FIRESTORE_NATIVE"
  delete_protection_state           = var.delete_protection ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
  deletion_policy                   = var.delete_protection ? "ABANDON" : "DELETE"
  point_in_time_recovery_enablement = var.point_in_time_recovery ? "POINT_IN_TIME_RECOVERY_ENABLED" : "POINT_IN_TIME_RECOVERY_DISABLED"

  depends_on = [google_project_service.required]
}

locals {
  # As in shared/adapters/firestore/layout.ts; a test holds them together.
  expiring = toset(["outbox", "readings", "runs", "transitions", "windows"])

  # Compressed or written text: never asked for by its content, and far beyond what an index may hold.
  payloads = merge([
    for collection, fields in {
      findings    = ["gzip", "json"]
      outbox      = ["gzip", "json"]
      readings    = ["data"]
      runs        = ["gzip", "json"]
      state       = ["gzip", "json"]
      transitions = ["gzip", "json"]
      windows     = ["gzip", "json"]
    } : { for field in fields : "${collection}.${field}" => { collection = collection, field = field } }
  ]...)
}

# Readings, runs, transitions, closed windows and messages that were sent go by themselves: what must stay has no
# expiry in its field. Findings and the lease never have one: what is forgotten looks new.
resource "google_firestore_field" "expires" {
  for_each = local.expiring

  project    = var.project
  database   = google_firestore_database.store.name
  collection = each.value
  field      = "expiresAt"

  ttl_config {}
  index_config {}
}

resource "google_firestore_field" "payload" {
  for_each = local.payloads

  project    = var.project
  database   = google_firestore_database.store.name
  collection = each.value.collection
  field      = each.value.field

  index_config {}
}

# Containers alone: their values are added by hand (docs/deploy.md), so that no state of Terraform ever holds one.
resource "google_secret_manager_secret" "this" {
  for_each = toset(concat(
    ["fingerprint-key"],
    local.to_slack ? ["slack-bot-token"] : [],
    var.private_workflows ? ["github-token"] : [],
  ))

  project             = var.project
  secret_id           = "${var.name}-${each.value}"
  labels              = local.labels
  deletion_protection = var.delete_protection

  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }

  depends_on = [google_project_service.required]
}
