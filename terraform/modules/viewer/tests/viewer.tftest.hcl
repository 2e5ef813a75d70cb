mock_provider "google" {
  mock_resource "google_project_iam_custom_role" {
    defaults = { id = "projects/shop-prod/roles/plumblineViewer" }
  }
  mock_resource "google_organization_iam_custom_role" {
    defaults = { id = "organizations/4711/roles/plumblineViewer" }
  }
}

variables {
  project = "shop-prod"
  viewer  = "plumbline-viewer@shop-ops.iam.gserviceaccount.com"
}

run "holds_the_required_permissions_and_no_other" {
  assert {
    condition     = output.permissions == sort(keys(jsondecode(file("${path.module}/permissions.json")).required))
    error_message = "the role must hold what permissions.json requires"
  }
  assert {
    condition     = google_project_iam_custom_role.viewer[0].permissions == toset(output.permissions)
    error_message = "the role must hold what the output says"
  }
  assert {
    condition = alltrue([
      for one in output.permissions : can(regex("\\.(list|get|getIamPolicy)$", one))
    ])
    error_message = "the role must only list and get"
  }
}

run "binds_the_custom_role_and_no_predefined_one" {
  assert {
    condition     = google_project_iam_member.viewer[0].role == "projects/shop-prod/roles/plumblineViewer"
    error_message = "the binding must be of the custom role"
  }
  assert {
    condition     = !startswith(output.role, "roles/")
    error_message = "no predefined role for the viewer"
  }
  assert {
    condition     = google_project_iam_member.viewer[0].member == "serviceAccount:plumbline-viewer@shop-ops.iam.gserviceaccount.com"
    error_message = "the viewer alone is bound"
  }
  assert {
    condition     = length(google_organization_iam_custom_role.viewer) + length(google_folder_iam_member.viewer) + length(google_organization_iam_member.viewer) == 0
    error_message = "nothing beyond the project unless it is asked for"
  }
}

run "optional_permissions_are_added" {
  variables {
    optional_permissions = ["run.domainmappings.list"]
  }
  assert {
    condition     = contains(output.permissions, "run.domainmappings.list")
    error_message = "an optional permission must be added"
  }
}

run "without_regional_secrets" {
  variables {
    regional_secrets = false
  }
  assert {
    condition     = !contains(output.permissions, "secretmanager.locations.list") && contains(output.permissions, "secretmanager.secrets.list")
    error_message = "only the list of regions is left out"
  }
}

run "what_is_left_out" {
  variables {
    leave_out = ["apikeys.keys.list"]
  }
  assert {
    condition     = !contains(output.permissions, "apikeys.keys.list")
    error_message = "what is left out must not be granted"
  }
}

run "a_folder_is_bound_by_a_role_of_its_organisation" {
  variables {
    scope = { organization = "4711", folder = "folders/42" }
  }
  assert {
    condition     = google_folder_iam_member.viewer[0].role == "organizations/4711/roles/plumblineViewer" && google_folder_iam_member.viewer[0].folder == "folders/42"
    error_message = "the folder is bound by the organisation's custom role"
  }
  assert {
    condition     = length(google_project_iam_member.viewer) == 0 && length(google_organization_iam_member.viewer) == 0
    error_message = "and nothing else is"
  }
}

run "an_organisation_is_bound_whole" {
  variables {
    scope = { organization = "4711" }
  }
  assert {
    condition     = google_organization_iam_member.viewer[0].org_id == "4711" && length(google_folder_iam_member.viewer) == 0
    error_message = "the organisation is bound"
  }
}

run "refuses_a_permission_nobody_needs" {
  command = plan
  variables {
    optional_permissions = ["secretmanager.versions.access"]
  }
  expect_failures = [var.optional_permissions]
}

run "refuses_a_person_as_the_viewer" {
  command = plan
  variables {
    viewer = "ops@example.com"
  }
  expect_failures = [var.viewer]
}

run "refuses_a_folder_without_its_organisation" {
  command = plan
  variables {
    scope = { folder = "folders/42" }
  }
  expect_failures = [var.scope]
}
