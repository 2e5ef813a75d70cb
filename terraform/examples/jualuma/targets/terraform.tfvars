ops_project = "jualuma-ops"
targets = {
  dev   = "jualuma-dev"
  stage = "jualuma-stage"
  prod  = "jualuma-prod"
}
