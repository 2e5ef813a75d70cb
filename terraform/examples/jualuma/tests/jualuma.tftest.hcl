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
  mock_resource "google_project_iam_custom_role" {
    defaults = { id = "projects/mocked/roles/plumblineViewer" }
  }
  mock_resource "google_iam_workload_identity_pool" {
    defaults = { name = "projects/4711/locations/global/workloadIdentityPools/github" }
  }
}

variables {
  bundle = "../../modules/ops/tests/bundle.zip"
}

run "every_environment_of_the_contract_is_a_target" {
  assert {
    condition     = tomap({ for name, one in yamldecode(file("../../../contracts/jualuma.yaml")).environments : name => one.project }) == var.targets
    error_message = "the targets are the contract's projects"
  }
  assert {
    condition     = toset(keys(module.viewer)) == toset(["dev", "prod", "stage"])
    error_message = "the viewer module is used once a target"
  }
  assert {
    condition     = alltrue([for one in module.viewer : startswith(one.role, "projects/") && !startswith(one.role, "roles/")])
    error_message = "no predefined role for the viewer"
  }
}

run "its_secrets_are_containers" {
  assert {
    condition     = output.secrets == { "fingerprint-key" = "plumbline-fingerprint-key", "slack-bot-token" = "plumbline-slack-bot-token" }
    error_message = "two secrets to fill"
  }
}

run "the_pipeline_has_no_key" {
  assert {
    condition     = google_iam_workload_identity_pool_provider.github.oidc[0].issuer_uri == "https://token.actions.githubusercontent.com"
    error_message = "GitHub says who it is"
  }
  assert {
    condition     = strcontains(google_iam_workload_identity_pool_provider.github.attribute_condition, "assertion.repository == \"jualuma/plumbline\"") && strcontains(google_iam_workload_identity_pool_provider.github.attribute_condition, "refs/heads/main")
    error_message = "one repository, one branch"
  }
  assert {
    condition     = endswith(google_service_account_iam_member.github_is_deployer.member, "/attribute.repository/jualuma/plumbline")
    error_message = "the deployer is lent to that repository alone"
  }
}

run "refuses_to_watch_itself" {
  command = plan
  variables {
    targets = { prod = "jualuma-ops" }
  }
  expect_failures = [var.targets]
}
