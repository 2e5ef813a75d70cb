# The repository's workflow deploys without a key: GitHub says who it is, Google believes it for this one
# repository's main branch. What runs there is lent the planner, which can only look; what the reviewers of the
# environment `production` let through is lent the deployer, for minutes.

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

  attribute_mapping = { "google.subject" = "assertion.sub" }
  # Without it every repository of GitHub could ask.
  attribute_condition = "assertion.repository == \"${var.repository}\" && assertion.ref == \"refs/heads/main\""

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

# Applies this folder. It has no right in a target: the viewer's role there is bound by targets/.
resource "google_service_account" "deployer" {
  project      = var.ops_project
  account_id   = "plumbline-deployer"
  display_name = "Plumbline deployer: applies Terraform in the ops project"
}

# Says what the deployer would change, and can change nothing: nobody was asked before it runs.
resource "google_service_account" "planner" {
  project      = var.ops_project
  account_id   = "plumbline-planner"
  display_name = "Plumbline planner: plans Terraform in the ops project"
}

resource "google_project_iam_member" "planner" {
  for_each = toset([
    "roles/viewer",
    "roles/iam.securityReviewer",
    "roles/storage.objectViewer",
    # Cloud Build's log of a build that runs as it.
    "roles/logging.logWriter",
  ])

  project = var.ops_project
  role    = each.value
  member  = google_service_account.planner.member
}

# GitHub's subject of a job is its environment, or where it has none, its branch.
resource "google_service_account_iam_member" "lent" {
  for_each = var.repository == null ? {} : {
    deployer = { account = google_service_account.deployer.name, subject = "repo:${var.repository}:environment:production" }
    planner  = { account = google_service_account.planner.name, subject = "repo:${var.repository}:ref:refs/heads/main" }
  }

  service_account_id = each.value.account
  role               = "roles/iam.workloadIdentityUser"
  member             = "principal://iam.googleapis.com/${google_iam_workload_identity_pool.github[0].name}/subject/${each.value.subject}"
}
