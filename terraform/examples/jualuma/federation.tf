# The repository's workflow deploys without a key: GitHub says who it is, Google believes it for this one
# repository's main branch, and lends it the deployer for minutes.

resource "google_iam_workload_identity_pool" "github" {
  project                   = var.ops_project
  workload_identity_pool_id = "github"
  display_name              = "GitHub Actions"
}

resource "google_iam_workload_identity_pool_provider" "github" {
  project                            = var.ops_project
  workload_identity_pool_id          = google_iam_workload_identity_pool.github.workload_identity_pool_id
  workload_identity_pool_provider_id = "github"
  display_name                       = "GitHub Actions"

  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
    "attribute.ref"        = "assertion.ref"
  }
  # Without it every repository of GitHub could ask.
  attribute_condition = "assertion.repository == \"${var.repository}\" && assertion.ref == \"refs/heads/main\""

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

# Applies this folder. It has no right in a target: the viewer's role there is bound by whoever owns the target.
resource "google_service_account" "deployer" {
  project      = var.ops_project
  account_id   = "plumbline-deployer"
  display_name = "Plumbline deployer: applies Terraform in the ops project"
}

resource "google_service_account_iam_member" "github_is_deployer" {
  service_account_id = google_service_account.deployer.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.github.name}/attribute.repository/${var.repository}"
}
