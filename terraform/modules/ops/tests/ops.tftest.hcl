mock_provider "google" {
  mock_resource "google_service_account" {
    defaults = {
      name   = "projects/shop-ops/serviceAccounts/mocked@shop-ops.iam.gserviceaccount.com"
      email  = "mocked@shop-ops.iam.gserviceaccount.com"
      member = "serviceAccount:mocked@shop-ops.iam.gserviceaccount.com"
    }
  }
  mock_resource "google_cloudfunctions2_function" {
    defaults = {
      service_config = { uri = "https://plumbline-abcdefghij-ew.a.run.app", service = "projects/shop-ops/locations/europe-west1/services/plumbline" }
    }
  }

  override_resource {
    target = google_service_account.viewer
    values = {
      name   = "projects/shop-ops/serviceAccounts/plumbline-viewer@shop-ops.iam.gserviceaccount.com"
      email  = "plumbline-viewer@shop-ops.iam.gserviceaccount.com"
      member = "serviceAccount:plumbline-viewer@shop-ops.iam.gserviceaccount.com"
    }
  }
  override_resource {
    target = google_service_account.runner
    values = {
      name   = "projects/shop-ops/serviceAccounts/plumbline-runner@shop-ops.iam.gserviceaccount.com"
      email  = "plumbline-runner@shop-ops.iam.gserviceaccount.com"
      member = "serviceAccount:plumbline-runner@shop-ops.iam.gserviceaccount.com"
    }
  }
  override_resource {
    target = google_service_account.scheduler
    values = {
      email  = "plumbline-scheduler@shop-ops.iam.gserviceaccount.com"
      member = "serviceAccount:plumbline-scheduler@shop-ops.iam.gserviceaccount.com"
    }
  }
}

variables {
  project              = "shop-ops"
  region               = "europe-west1"
  bundle               = "tests/bundle.zip"
  contract             = "contracts/shop.yaml"
  notify               = "slack:#drift"
  alarm_emails         = ["oncall@example.com"]
  break_glass_invokers = ["group:oncall@example.com"]
}

run "the_viewer_has_no_right_here" {
  assert {
    condition = alltrue([
      for one in concat(
        [google_project_iam_member.runner_store.member, google_project_iam_member.builder.member],
        [for _, grant in google_secret_manager_secret_iam_member.runner : grant.member],
        [for grant in google_cloud_run_v2_service_iam_member.scheduler : grant.member],
        [for _, grant in google_cloud_run_v2_service_iam_member.break_glass : grant.member],
      ) : one != google_service_account.viewer.member
    ])
    error_message = "the viewer must have no right in the ops project"
  }
}

run "the_runner_acts_as_the_viewer_alone" {
  assert {
    condition     = google_service_account_iam_member.runner_acts_as_viewer.service_account_id == google_service_account.viewer.name
    error_message = "tokens may be made for the viewer and for nobody else"
  }
  assert {
    condition     = google_service_account_iam_member.runner_acts_as_viewer.role == "roles/iam.serviceAccountTokenCreator" && google_service_account_iam_member.runner_acts_as_viewer.member == google_service_account.runner.member
    error_message = "the runner alone may make them"
  }
  assert {
    condition     = google_project_iam_member.runner_store.condition[0].expression == "resource.name == \"projects/shop-ops/databases/plumbline\""
    error_message = "the runner's store is one database"
  }
}

run "nobody_but_the_scheduler_and_those_named_may_call_it" {
  assert {
    condition     = [for one in google_cloud_run_v2_service_iam_member.scheduler : one.member] == ["serviceAccount:plumbline-scheduler@shop-ops.iam.gserviceaccount.com"]
    error_message = "the scheduler's own account may call it"
  }
  assert {
    condition     = keys(google_cloud_run_v2_service_iam_member.break_glass) == ["group:oncall@example.com"]
    error_message = "and the members that were named"
  }
  assert {
    condition     = alltrue([for one in google_cloud_run_v2_service_iam_member.break_glass : !contains(["allUsers", "allAuthenticatedUsers"], one.member)])
    error_message = "never everybody"
  }
}

run "the_tick" {
  assert {
    condition     = google_cloud_scheduler_job.tick[0].schedule == "23 * * * *"
    error_message = "hourly, off the full hour"
  }
  assert {
    condition     = google_cloud_scheduler_job.tick[0].http_target[0].oidc_token[0].audience == google_cloudfunctions2_function.monitor[0].service_config[0].uri
    error_message = "the token is made out to the function itself"
  }
  assert {
    condition     = google_cloud_scheduler_job.tick[0].http_target[0].oidc_token[0].service_account_email == "plumbline-scheduler@shop-ops.iam.gserviceaccount.com"
    error_message = "the scheduler has an account of its own"
  }
  assert {
    condition     = google_cloud_scheduler_job.tick[0].retry_config[0].retry_count == 2
    error_message = "retries are bounded"
  }
}

run "times_fit_each_other" {
  assert {
    condition     = local.pass_deadline_seconds < google_cloudfunctions2_function.monitor[0].service_config[0].timeout_seconds
    error_message = "a pass must end before it is cut off"
  }
  assert {
    condition     = google_cloudfunctions2_function.monitor[0].service_config[0].timeout_seconds <= local.lease_seconds
    error_message = "a pass must be cut off before its lease ends"
  }
  assert {
    condition     = tonumber(trimsuffix(google_cloud_scheduler_job.tick[0].attempt_deadline, "s")) > google_cloudfunctions2_function.monitor[0].service_config[0].timeout_seconds && local.attempt_seconds <= 1800
    error_message = "the scheduler must wait for the answer, and may wait half an hour at most"
  }
}

run "the_function" {
  assert {
    condition     = google_cloudfunctions2_function.monitor[0].build_config[0].runtime == "nodejs24" && google_cloudfunctions2_function.monitor[0].build_config[0].entry_point == "monitor"
    error_message = "the runtime the tests run on"
  }
  assert {
    condition     = google_cloudfunctions2_function.monitor[0].service_config[0].service_account_email == google_service_account.runner.email
    error_message = "it runs as the runner"
  }
  assert {
    condition     = google_cloudfunctions2_function.monitor[0].service_config[0].max_instance_count == 2 && google_cloudfunctions2_function.monitor[0].service_config[0].max_instance_request_concurrency > 1
    error_message = "a request must find room beside a pass under way"
  }
  assert {
    condition = google_cloudfunctions2_function.monitor[0].service_config[0].environment_variables == tomap({
      GOOGLE_CLOUD_PROJECT = "shop-ops"
      NODE_OPTIONS         = "--max-old-space-size=512 --max-semi-space-size=16"
      PLUMBLINE_CONTRACT   = "contracts/shop.yaml"
      PLUMBLINE_NOTIFY     = "slack:#drift"
      PLUMBLINE_STORE      = "firestore:plumbline"
      PLUMBLINE_VIEWER     = "plumbline-viewer@shop-ops.iam.gserviceaccount.com"
    })
    error_message = "the environment is what functions/wire.ts reads"
  }
  assert {
    condition     = toset([for one in google_cloudfunctions2_function.monitor[0].service_config[0].secret_environment_variables : one.key]) == toset(["PLUMBLINE_FINGERPRINT_KEY", "SLACK_BOT_TOKEN"])
    error_message = "secrets arrive as secrets"
  }
}

run "secrets_are_containers" {
  assert {
    condition     = toset(keys(google_secret_manager_secret.this)) == toset(["fingerprint-key", "slack-bot-token"])
    error_message = "one for each value"
  }
  assert {
    condition     = alltrue([for one in google_secret_manager_secret.this : one.deletion_protection])
    error_message = "protected"
  }
}

run "without_slack_there_is_no_token" {
  variables {
    notify = "console"
  }
  assert {
    condition     = keys(google_secret_manager_secret.this) == ["fingerprint-key"]
    error_message = "no secret that nobody fills"
  }
}

run "a_private_repository_and_fewer_requests_at_once" {
  variables {
    private_workflows = true
    concurrency       = 8
  }
  assert {
    condition     = google_cloudfunctions2_function.monitor[0].service_config[0].environment_variables["PLUMBLINE_CONCURRENCY"] == "8"
    error_message = "the runbook's way out of THROTTLED"
  }
  assert {
    condition     = [for one in google_cloudfunctions2_function.monitor[0].service_config[0].secret_environment_variables : one.secret if one.key == "GITHUB_TOKEN"] == ["plumbline-github-token"]
    error_message = "the token arrives as a secret"
  }
  assert {
    condition     = google_secret_manager_secret_iam_member.runner["github-token"].role == "roles/secretmanager.secretAccessor"
    error_message = "and the runner may read it"
  }
}

run "refuses_no_requests_at_once" {
  command = plan
  variables {
    concurrency = 0
  }
  expect_failures = [var.concurrency]
}

run "the_store" {
  assert {
    condition     = google_firestore_database.store.name == "plumbline" && google_firestore_database.store.delete_protection_state == "DELETE_PROTECTION_ENABLED"
    error_message = "a database of its own, protected"
  }
  assert {
    condition     = alltrue([for one in google_firestore_field.expires : one.field == "expiresAt" && length(one.ttl_config) == 1])
    error_message = "what expires has a TTL"
  }
  assert {
    condition     = length(setintersection(keys(google_firestore_field.expires), ["findings", "state"])) == 0
    error_message = "findings and lease never expire"
  }
  assert {
    condition     = alltrue([for one in google_firestore_field.payload : length(one.index_config) == 1])
    error_message = "payloads have no index"
  }
  assert {
    condition     = google_storage_bucket.source.versioning[0].enabled && google_storage_bucket.source.public_access_prevention == "enforced"
    error_message = "sources are versioned and nobody else's"
  }
}

run "alarms" {
  assert {
    condition     = google_monitoring_alert_policy.heartbeat.conditions[0].condition_absent[0].duration == "7200s"
    error_message = "no heartbeat for two hours is an alarm"
  }
  assert {
    condition     = toset(keys(google_monitoring_alert_policy.log)) == toset(["errors", "partial", "undelivered"])
    error_message = "an alarm for errors, for what is not delivered, for partial passes"
  }
  assert {
    condition     = alltrue([for one in google_monitoring_alert_policy.log : length(one.notification_channels) == 1 && one.alert_strategy[0].notification_rate_limit[0].period == "3600s"])
    error_message = "each is told to somebody, and not without end"
  }
  assert {
    condition     = alltrue([for one in google_monitoring_notification_channel.email : one.type == "email"])
    error_message = "not to Slack"
  }
  assert {
    condition     = alltrue([for key, one in google_monitoring_alert_policy.log : endswith(one.documentation[0].content, "docs/runbook.md#${key}")])
    error_message = "each links to its entry of the runbook"
  }
  assert {
    condition     = length(jsondecode(google_monitoring_dashboard.monitor.dashboard_json).mosaicLayout.tiles) == length(local.metrics)
    error_message = "the dashboard shows every metric"
  }
}

run "alarms_that_nobody_hears_are_refused" {
  command = plan
  variables {
    alarm_emails = []
  }
  expect_failures = [google_monitoring_alert_policy.heartbeat]
}

run "a_contract_in_a_bucket_is_read_by_the_runner" {
  variables {
    contract = "gs://shop-contracts/parity/shop.yaml"
  }
  assert {
    condition     = google_storage_bucket_iam_member.runner_contract[0].bucket == "shop-contracts" && google_storage_bucket_iam_member.runner_contract[0].member == google_service_account.runner.member
    error_message = "the runner reads that bucket"
  }
}

run "a_contract_in_the_bundle_needs_no_bucket" {
  assert {
    condition     = length(google_storage_bucket_iam_member.runner_contract) == 0
    error_message = "no right that nobody needs"
  }
}

run "the_first_apply_fills_no_function" {
  variables {
    deploy = false
    bundle = "tests/none.zip"
  }
  assert {
    condition     = length(google_cloudfunctions2_function.monitor) + length(google_cloud_scheduler_job.tick) + length(google_storage_bucket_object.bundle) == 0 && output.function_uri == null
    error_message = "the function comes when its secrets are filled"
  }
  assert {
    condition     = length(google_secret_manager_secret.this) == 2
    error_message = "the secrets come first"
  }
}

run "an_uninstall_can_delete_what_is_protected" {
  variables {
    delete_protection = false
  }
  assert {
    condition     = google_firestore_database.store.delete_protection_state == "DELETE_PROTECTION_DISABLED" && google_firestore_database.store.deletion_policy == "DELETE" && google_storage_bucket.source.force_destroy
    error_message = "without protection a destroy leaves nothing behind"
  }
}

run "refuses_everybody_as_an_invoker" {
  command = plan
  variables {
    break_glass_invokers = ["allUsers"]
  }
  expect_failures = [var.break_glass_invokers]
}

run "refuses_everybody_by_another_name" {
  command = plan
  variables {
    break_glass_invokers = ["principalSet://goog/public:all"]
  }
  expect_failures = [var.break_glass_invokers]
}

run "refuses_the_full_hour" {
  command = plan
  variables {
    schedule = "0 * * * *"
  }
  expect_failures = [var.schedule]
}

run "refuses_a_timeout_within_the_deadline" {
  command = plan
  variables {
    timeout_seconds = 480
  }
  expect_failures = [var.timeout_seconds]
}

run "refuses_a_timeout_beyond_the_lease" {
  command = plan
  variables {
    timeout_seconds = 900
  }
  expect_failures = [var.timeout_seconds]
}

run "a_smaller_instance_bounds_the_heap" {
  variables {
    memory = "512Mi"
  }
  assert {
    condition     = google_cloudfunctions2_function.monitor[0].service_config[0].environment_variables["NODE_OPTIONS"] == "--max-old-space-size=256 --max-semi-space-size=16"
    error_message = "half of it is for what a pass holds"
  }
}

run "refuses_memory_in_a_unit_of_its_own" {
  command = plan
  variables {
    memory = "512M"
  }
  expect_failures = [var.memory]
}

run "refuses_a_contract_elsewhere" {
  command = plan
  variables {
    contract = "https://example.com/shop.yaml"
  }
  expect_failures = [var.contract]
}

run "refuses_a_shared_database" {
  command = plan
  variables {
    database = "(default)"
  }
  expect_failures = [var.database]
}
