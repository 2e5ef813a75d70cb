import type { PassReport } from '../../shared/pass-report.ts';
import { reportJson } from '../../shared/report/report-json.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';

/** The answer to a pass over HTTP. */
export function passJson(pass: PassReport): JsonObject {
  const { coverage } = reportJson(pass.report);
  return { runId: pass.runId, outcome: pass.outcome, coverage: coverage ?? [], ...toldJson(pass) };
}

/** The transitions of a pass and the messages it wrote, with what became of them. */
export function toldJson(pass: PassReport): { transitions: JsonObject[]; alerts: JsonObject[] } {
  return {
    transitions: pass.transitions.map((transition) => ({ ...transition })),
    alerts: pass.alerts.map((alert) => ({ ...alert })),
  };
}
