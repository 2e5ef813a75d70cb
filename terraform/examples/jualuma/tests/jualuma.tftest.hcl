mock_provider "google" {
  mock_resource "google_service_account" {
    defaults = {
      name   = "projects/shop-ops/serviceAccounts/plumbline-viewer@shop-ops.iam.gserviceaccount.com"
      email  = "plumbline-viewer@shop-ops.iam.gserviceaccount.com"
      member = "serviceAccount:plumbline-viewer@shop-ops.iam.gserviceaccount.com"
    }
  }
  mock_resource "google_cloudfunctions2_function" {
    defaults = {
      service_config = { uri = "https://plumbline-abcdefghij-uc.a.run.app" }
    }
  }
  mock_resource "google_iam_workload_identity_pool" {
    defaults = { name = "projects/4711/locations/global/workloadIdentityPools/github" }
  }
}

variables {
  bundle = "../../modules/ops/tests/bundle.zip"
}

run "its_secrets_are_containers" {
  assert {
    condition     = output.secrets == { "fingerprint-key" = "plumbline-fingerprint-key", "slack-bot-token" = "plumbline-slack-bot-token" }
    error_message = "two secrets to fill"
  }
}

run "the_pipeline_has_no_key" {
  assert {
    condition     = google_iam_workload_identity_pool_provider.github[0].oidc[0].issuer_uri == "https://token.actions.githubusercontent.com"
    error_message = "GitHub says who it is"
  }
  assert {
    condition     = strcontains(google_iam_workload_identity_pool_provider.github[0].attribute_condition, "assertion.repository == \"jualuma/plumbline\"") && strcontains(google_iam_workload_identity_pool_provider.github[0].attribute_condition, "refs/heads/main")
    error_message = "one repository, one branch"
  }
  assert {
    condition     = endswith(google_service_account_iam_member.lent["deployer"].member, "/subject/repo:jualuma/plumbline:environment:production")
    error_message = "the deployer is lent to what the environment's reviewers let through"
  }
  assert {
    condition     = endswith(google_service_account_iam_member.lent["planner"].member, "/subject/repo:jualuma/plumbline:ref:refs/heads/main")
    error_message = "the planner is lent to the main branch"
  }
}

run "the_planner_changes_nothing" {
  assert {
    condition     = toset([for one in google_project_iam_member.planner : one.role]) == toset(["roles/viewer", "roles/iam.securityReviewer", "roles/storage.objectViewer", "roles/logging.logWriter"])
    error_message = "it looks, and writes its log"
  }
}

run "nobody_deploys_unless_a_repository_is_named" {
  variables {
    repository = null
  }
  assert {
    condition     = length(google_service_account_iam_member.lent) == 0 && output.workload_identity_provider == null
    error_message = "no repository is lent the deployer"
  }
}

run "a_private_repository_s_workflows_need_a_token" {
  variables {
    private_workflows = true
  }
  assert {
    condition     = output.secrets["github-token"] == "plumbline-github-token"
    error_message = "one more secret to fill"
  }
}
