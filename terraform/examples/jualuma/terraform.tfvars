ops_project          = "jualuma-ops"
region               = "us-central1"
contract             = "contracts/jualuma.yaml"
notify               = "slack:#drift"
alarm_emails         = ["oncall@jualuma.example"]
break_glass_invokers = ["group:oncall@jualuma.example"]
repository           = "jualuma/plumbline" # whose main branch may deploy; take the line out without a pipeline on GitHub
