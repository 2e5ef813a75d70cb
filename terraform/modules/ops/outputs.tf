output "viewer_email" {
  description = "The identity that reads the targets: the viewer module's `viewer`."
  value       = google_service_account.viewer.email
}

output "runner_email" {
  description = "The function's own identity. It has no right in any target; the doctor shows it."
  value       = google_service_account.runner.email
}

output "function_uri" {
  description = "Where the function answers; null before it is deployed."
  value       = one(google_cloudfunctions2_function.monitor[*].service_config[0].uri)
}

output "environment" {
  description = "What the function is started with, but for its secrets."
  value       = one(google_cloudfunctions2_function.monitor[*].service_config[0].environment_variables)
}

output "secrets" {
  description = "The secrets to be filled (docs/deploy.md)."
  value       = { for name, secret in google_secret_manager_secret.this : name => secret.secret_id }
}

output "database" {
  description = "The database of the monitor's memory."
  value       = google_firestore_database.store.name
}
