# What the viewer may do in a target: one custom role of the permissions the monitor's own table of
# requests needs (permissions.json is generated from it), bound additively. Nothing else, anywhere.

locals {
  table = jsondecode(file("${path.module}/permissions.json"))

  permissions = setsubtract(
    setunion(keys(local.table.required), var.optional_permissions),
    setunion(var.leave_out, var.regional_secrets ? [] : ["secretmanager.locations.list"]),
  )

  member     = "serviceAccount:${var.viewer}"
  in_project = var.scope.organization == null
  in_folder  = var.scope.folder != null
  in_whole   = var.scope.organization != null && var.scope.folder == null
  title      = "Plumbline viewer: reads metadata, policies and names, no payload"
}

resource "google_project_iam_custom_role" "viewer" {
  count = local.in_project ? 1 : 0

  project     = var.project
  role_id     = var.role_id
  title       = local.title
  permissions = local.permissions
  stage       = "GA"
}

resource "google_project_iam_member" "viewer" {
  count = local.in_project ? 1 : 0

  project = var.project
  role    = google_project_iam_custom_role.viewer[0].id
  member  = local.member
}

resource "google_organization_iam_custom_role" "viewer" {
  count = local.in_project ? 0 : 1

  org_id      = var.scope.organization
  role_id     = var.role_id
  title       = local.title
  permissions = local.permissions
  stage       = "GA"
}

resource "google_folder_iam_member" "viewer" {
  count = local.in_folder ? 1 : 0

  folder = var.scope.folder
  role   = google_organization_iam_custom_role.viewer[0].id
  member = local.member
}

resource "google_organization_iam_member" "viewer" {
  count = local.in_whole ? 1 : 0

  org_id = var.scope.organization
  role   = google_organization_iam_custom_role.viewer[0].id
  member = local.member
}
