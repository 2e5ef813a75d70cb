# What each pass says of itself in the log (`event: pass`), as metrics and on one page.

locals {
  metrics = {
    pass_duration  = { title = "Duration of a pass", field = "durationMs", unit = "ms" }
    calls          = { title = "Calls to Google", field = "calls", unit = "1" }
    coverage_gaps  = { title = "Scopes not read", field = "coverageGaps", unit = "1" }
    findings_open  = { title = "Open findings", field = "findingsOpen", unit = "1" }
    alerts_sent    = { title = "Messages sent", field = "alertsSent", unit = "1" }
    alerts_pending = { title = "Messages waiting", field = "alertsPending", unit = "1" }
    oldest_pending = { title = "Age of the oldest waiting message", field = "oldestPendingSeconds", unit = "s" }
    partial_passes = { title = "Partial passes in a row", field = "partialPassesInARow", unit = "1" }
  }
}

resource "google_logging_metric" "pass" {
  for_each = local.metrics

  project         = var.project
  name            = "${var.name}/${each.key}"
  filter          = "${local.own_logs} AND jsonPayload.event=\"pass\""
  value_extractor = "EXTRACT(jsonPayload.${each.value.field})"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = each.value.unit
  }

  bucket_options {
    exponential_buckets {
      num_finite_buckets = 40
      growth_factor      = 1.5
      scale              = 1
    }
  }
}

resource "google_monitoring_dashboard" "monitor" {
  project = var.project

  dashboard_json = jsonencode({
    displayName = "Plumbline (${var.name})"
    mosaicLayout = {
      columns = 48
      tiles = [for index, key in sort(keys(local.metrics)) : {
        xPos   = 24 * (index % 2)
        yPos   = 12 * floor(index / 2)
        width  = 24
        height = 12
        widget = {
          title = local.metrics[key].title
          xyChart = {
            dataSets = [{
              plotType = "LINE"
              timeSeriesQuery = {
                unitOverride = local.metrics[key].unit
                timeSeriesFilter = {
                  filter = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.pass[key].name}\" AND resource.type=\"cloud_run_revision\""
                  aggregation = {
                    alignmentPeriod    = "3600s"
                    perSeriesAligner   = "ALIGN_DELTA"
                    crossSeriesReducer = "REDUCE_MEAN"
                  }
                }
              }
            }]
            yAxis = { scale = "LINEAR" }
          }
        }
      }]
    }
  })
}
