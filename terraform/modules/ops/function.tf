resource "google_storage_bucket" "source" {
  project                     = var.project
  name                        = "${var.project}-${var.name}-source"
  location                    = var.region
  labels                      = local.labels
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = !var.delete_protection

  versioning {
    enabled = true
  }

  # Each bundle has a name of its own, so that a number of newer versions would never be reached.
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = 90
    }
  }
}

# Named by its content: another bundle is another object, and an old one can be put back.
resource "google_storage_bucket_object" "bundle" {
  count = var.deploy ? 1 : 0

  bucket = google_storage_bucket.source.name
  name   = "plumbline-${filemd5(var.bundle)}.zip"
  source = var.bundle
}

resource "google_cloudfunctions2_function" "monitor" {
  count = var.deploy ? 1 : 0

  project  = var.project
  location = var.region
  name     = var.name
  labels   = local.labels

  build_config {
    runtime         = "nodejs24"
    entry_point     = "monitor"
    service_account = google_service_account.builder.name

    source {
      storage_source {
        bucket = google_storage_bucket.source.name
        object = google_storage_bucket_object.bundle[0].name
      }
    }
  }

  service_config {
    service_account_email = google_service_account.runner.email
    available_memory      = var.memory
    # More than one request at a time needs a whole processor.
    available_cpu = "1"
    # One instance and the one that takes over from it. A request that meets a pass under way is answered
    # beside it: a tick stands back, a person's request makes the holder of the lease run again.
    min_instance_count               = 0
    max_instance_count               = 2
    max_instance_request_concurrency = 8
    timeout_seconds                  = var.timeout_seconds
    ingress_settings                 = var.ingress
    all_traffic_on_latest_revision   = true

    environment_variables = merge(
      {
        GOOGLE_CLOUD_PROJECT = var.project
        # The engine collects its garbage before the instance has no memory left, not after.
        NODE_OPTIONS       = "--max-old-space-size=${floor(local.memory_mib / 2)} --max-semi-space-size=16"
        PLUMBLINE_CONTRACT = var.contract
        PLUMBLINE_NOTIFY   = var.notify
        PLUMBLINE_STORE    = "firestore:${google_firestore_database.store.name}"
        PLUMBLINE_VIEWER   = google_service_account.viewer.email
      },
      var.concurrency == null ? {} : { PLUMBLINE_CONCURRENCY = tostring(var.concurrency) },
      var.heartbeat_url == null ? {} : { PLUMBLINE_HEARTBEAT_URL = var.heartbeat_url },
    )

    dynamic "secret_environment_variables" {
      for_each = local.secret_variables
      content {
        key        = secret_environment_variables.key
        project_id = var.project
        secret     = google_secret_manager_secret.this[secret_environment_variables.value.secret].secret_id
        version    = secret_environment_variables.value.version
      }
    }
  }

  depends_on = [
    google_project_iam_member.builder,
    google_project_iam_member.runner_store,
    google_project_service.required,
    google_secret_manager_secret_iam_member.runner,
    google_service_account_iam_member.runner_acts_as_viewer,
    google_storage_bucket_iam_member.runner_contract,
  ]
}

resource "google_cloud_scheduler_job" "tick" {
  count = var.deploy ? 1 : 0

  project          = var.project
  region           = var.region
  name             = var.name
  schedule         = var.schedule
  time_zone        = var.time_zone
  attempt_deadline = "${local.attempt_seconds}s"

  # A store or a delivery that failed answers 5xx. Two more tries, far enough apart to mean something.
  retry_config {
    retry_count          = 2
    min_backoff_duration = "60s"
    max_backoff_duration = "300s"
    max_doublings        = 2
  }

  http_target {
    http_method = "POST"
    uri         = google_cloudfunctions2_function.monitor[0].service_config[0].uri
    headers     = { "Content-Type" = "application/json" }
    body        = base64encode(jsonencode({ trigger = "schedule" }))

    oidc_token {
      service_account_email = google_service_account.scheduler.email
      audience              = google_cloudfunctions2_function.monitor[0].service_config[0].uri
    }
  }

  depends_on = [google_cloud_run_v2_service_iam_member.scheduler]
}
