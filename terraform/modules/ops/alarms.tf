# The monitor's own health, told where its messages do not go. Every alarm names its entry in docs/runbook.md.

locals {
  own_logs = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"${var.name}\""
  ticks    = "resource.type=\"cloud_scheduler_job\" AND resource.labels.job_id=\"${var.name}\""

  channels = concat(
    [for one in google_monitoring_notification_channel.email : one.name],
    tolist(var.notification_channels),
  )

  # Told by a line of the log as it is written; at most once an hour.
  log_alarms = {
    errors = {
      title  = "Plumbline reports an error"
      filter = "(${local.own_logs} AND severity>=ERROR) OR (${local.ticks} AND severity>=ERROR)"
      means  = "A pass failed, or the scheduler could not reach the function. The entry's `code` says which."
    }
    undelivered = {
      title  = "Plumbline has a message it cannot deliver"
      filter = "${local.own_logs} AND jsonPayload.event=\"pass\" AND jsonPayload.oldestPendingSeconds>=7200"
      means  = "The oldest message has waited for two hours or more. Nothing is lost; nobody is told."
    }
    partial = {
      title  = "Plumbline is partly blind"
      filter = "${local.own_logs} AND jsonPayload.event=\"pass\" AND jsonPayload.partialPassesInARow>=3"
      means  = "Three passes in a row or more could not read everything. The report's coverage names what is missing."
    }
  }

  runbook = var.runbook_url == null ? "docs/runbook.md" : var.runbook_url
}

resource "google_monitoring_notification_channel" "email" {
  for_each = var.alarm_emails

  project      = var.project
  display_name = "Plumbline: ${each.value}"
  type         = "email"
  labels       = { email_address = each.value }

  depends_on = [google_project_service.required]
}

resource "google_logging_metric" "heartbeat" {
  project = var.project
  name    = "${var.name}/heartbeat"
  filter  = "${local.own_logs} AND jsonPayload.event=\"heartbeat\""

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    unit        = "1"
  }
}

# A heartbeat is logged only after everything was read, kept and told. The alarm sleeps until the first one.
resource "google_monitoring_alert_policy" "heartbeat" {
  project               = var.project
  display_name          = "Plumbline has no heartbeat"
  combiner              = "OR"
  severity              = "CRITICAL"
  user_labels           = local.labels
  notification_channels = local.channels

  conditions {
    display_name = "No whole pass for two hours"

    condition_absent {
      filter   = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.heartbeat.name}\" AND resource.type=\"cloud_run_revision\""
      duration = "7200s"

      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "No pass read everything, kept it and told it for two hours: drift may go unseen. ${local.runbook}#no-heartbeat"
  }

  lifecycle {
    precondition {
      condition     = length(var.alarm_emails) + length(var.notification_channels) > 0
      error_message = "alarm_emails or notification_channels must name somebody: a monitor that dies unheard is worse than none."
    }
  }
}

resource "google_monitoring_alert_policy" "log" {
  for_each = local.log_alarms

  project               = var.project
  display_name          = each.value.title
  combiner              = "OR"
  severity              = each.key == "errors" ? "ERROR" : "WARNING"
  user_labels           = local.labels
  notification_channels = local.channels

  conditions {
    display_name = each.value.title

    condition_matched_log {
      filter = each.value.filter
    }
  }

  alert_strategy {
    auto_close = "86400s"

    notification_rate_limit {
      period = "3600s"
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "${each.value.means} ${local.runbook}#${each.key}"
  }
}
