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
}

variables {
  ops_project    = "shop-ops"
  target_project = "shop-prod"
  alarm_email    = "oncall@example.com"
  bundle         = "../../modules/ops/tests/bundle.zip"
}

run "one_target_and_no_slack" {
  assert {
    condition     = keys(output.secrets) == ["fingerprint-key"]
    error_message = "one secret to fill"
  }
  assert {
    condition     = output.function_uri == "https://plumbline-abcdefghij-uc.a.run.app"
    error_message = "the function answers somewhere"
  }
  assert {
    condition     = module.viewer.permissions == sort(keys(jsondecode(file("../../modules/viewer/permissions.json")).required))
    error_message = "the viewer has the role in the target"
  }
}

run "first_apply" {
  variables {
    deploy = false
    bundle = "none.zip"
  }
  assert {
    condition     = output.function_uri == null
    error_message = "the function comes when its secret is filled"
  }
}
