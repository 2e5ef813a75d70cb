output "permissions" {
  description = "What the role holds."
  value       = sort(local.permissions)
}

output "role" {
  description = "Full name of the custom role."
  value       = local.in_project ? google_project_iam_custom_role.viewer[0].id : google_organization_iam_custom_role.viewer[0].id
}
