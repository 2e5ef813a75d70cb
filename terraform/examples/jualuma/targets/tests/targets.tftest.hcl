mock_provider "google" {
  mock_resource "google_project_iam_custom_role" {
    defaults = { id = "projects/mocked/roles/plumblineViewer" }
  }
}

run "every_environment_of_the_contract_is_a_target" {
  assert {
    condition     = tomap({ for name, one in yamldecode(file("../../../../contracts/jualuma.yaml")).environments : name => one.project }) == var.targets
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

run "refuses_to_watch_itself" {
  command = plan
  variables {
    targets = { prod = "jualuma-ops" }
  }
  expect_failures = [var.targets]
}
