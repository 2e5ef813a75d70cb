# Two identities, and two that only build and knock.

# Reads the targets, and has no right here: what it may do stands in the viewer module, once a target.
resource "google_service_account" "viewer" {
  project      = var.project
  account_id   = "${var.name}-viewer"
  display_name = "Plumbline viewer: reads the targets, and nothing else anywhere"
}

# The function's own: its store, its secrets, and to act as the viewer. No right in any target.
resource "google_service_account" "runner" {
  project      = var.project
  account_id   = "${var.name}-runner"
  display_name = "Plumbline runner: the function itself, without a right in any target"
}

resource "google_service_account_iam_member" "runner_acts_as_viewer" {
  service_account_id = google_service_account.viewer.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = google_service_account.runner.member
}

resource "google_project_iam_member" "runner_store" {
  project = var.project
  role    = "roles/datastore.user"
  member  = google_service_account.runner.member

  condition {
    title      = "plumbline database only"
    expression = "resource.name == \"projects/${var.project}/databases/${var.database}\""
  }
}

resource "google_secret_manager_secret_iam_member" "runner" {
  for_each = google_secret_manager_secret.this

  project   = var.project
  secret_id = each.value.secret_id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.runner.member
}

resource "google_storage_bucket_iam_member" "runner_contract" {
  count = local.contract_bucket == null ? 0 : 1

  bucket = local.contract_bucket
  role   = "roles/storage.objectViewer"
  member = google_service_account.runner.member
}

# Knocks on the function's door every hour, and has no other right.
resource "google_service_account" "scheduler" {
  project      = var.project
  account_id   = "${var.name}-scheduler"
  display_name = "Plumbline scheduler: asks for the hourly pass"
}

# Builds the function. Without it Cloud Build uses the default compute account, which may be an editor.
resource "google_service_account" "builder" {
  project      = var.project
  account_id   = "${var.name}-builder"
  display_name = "Plumbline builder: builds the function's image"
}

resource "google_project_iam_member" "builder" {
  project = var.project
  role    = "roles/cloudbuild.builds.builder"
  member  = google_service_account.builder.member
}

# IAM in front of the function is its boundary: these, and nobody else, may send it a request.
resource "google_cloud_run_v2_service_iam_member" "scheduler" {
  count = var.deploy ? 1 : 0

  project  = var.project
  location = var.region
  name     = google_cloudfunctions2_function.monitor[0].name
  role     = "roles/run.invoker"
  member   = google_service_account.scheduler.member
}

resource "google_cloud_run_v2_service_iam_member" "break_glass" {
  for_each = var.deploy ? var.break_glass_invokers : []

  project  = var.project
  location = var.region
  name     = google_cloudfunctions2_function.monitor[0].name
  role     = "roles/run.invoker"
  member   = each.value
}
