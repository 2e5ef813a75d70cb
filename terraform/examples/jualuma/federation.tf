# The repository's workflow deploys without a key: GitHub says who it is, Google believes it for this one
# repository's main branch, and lends it the deployer for minutes.

locals {
  on_github = var.repository == null ? 0 : 1
}

# Exchanges GitHub's token for one of Google's.
resource "google_project_service" "sts" {
  count = local.on_github

  project            = var.ops_project
  service            = "sts.googleapis.com"
  disable_on_destroy = false
}

resource "google_iam_workload_identity_pool" "github" {
  count = local.on_github

  project                   = var.ops_project
  workload_identity_pool_id = "github"
  display_name              = "GitHub Actions"

  depends_on = [google_project_service.sts, module.plumbline]
}

resource "google_iam_workload_identity_pool_provider" "github" {
  count = local.on_github

  project                            = var.ops_project
  workload_identity_pool_id          = google_iam_workload_identity_pool.github[0].workload_identity_pool_id
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

# Applies this folder. It has no right in a target: the viewer's role there is bound by ../jualuma-targets.
resource "google_service_account" "deployer" {
  project      = var.ops_project
  account_id   = "plumbline-deployer"
  display_name = "Plumbline deployer: applies Terraform in the ops project"
}

resource "google_service_account_iam_member" "github_is_deployer" {
  count = local.on_github

  service_account_id = google_service_account.deployer.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.github[0].name}/attribute.repository/${var.repository}"
}
