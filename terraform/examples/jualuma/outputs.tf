output "environment" {
  value = module.plumbline.environment
}

output "function_uri" {
  value = module.plumbline.function_uri
}

output "secrets" {
  value = module.plumbline.secrets
}

output "workload_identity_provider" {
  description = "What .github/workflows/ci.yml is given as WORKLOAD_IDENTITY_PROVIDER."
  value       = one(google_iam_workload_identity_pool_provider.github[*].name)
}

output "deployer_email" {
  value = google_service_account.deployer.email
}

output "planner_email" {
  value = google_service_account.planner.email
}
