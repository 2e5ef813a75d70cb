import type { EarlierWindow } from '../../shared/break-glass/earlier.ts';
import type { BreakGlassWindow } from '../../shared/break-glass/model.ts';
import type { CoveredPass, PassReport } from '../../shared/pass-report.ts';
import { coverageJson, reportJson } from '../../shared/report/report-json.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';

/** The answer to a pass over HTTP. */
export function passJson(pass: PassReport): JsonObject {
  const { coverage } = reportJson(pass.report);
  return { runId: pass.runId, outcome: pass.outcome, coverage: coverage ?? [], ...toldJson(pass) };
}

/** The answer to a request that somebody else's pass covered. */
export function coveredJson({ run, alerts }: CoveredPass): JsonObject {
  const coverage = run.coverage.map(coverageJson);
  return { runId: run.runId, outcome: run.outcome, coverage, ...toldJson({ ...run, alerts }) };
}

/** The window a break-glass pass belongs to, beside its answer. */
export function windowJson({ id, ticket, expiresAt }: BreakGlassWindow): JsonObject {
  return { window: { id, ticket, expiresAt } };
}

/** What still stands from earlier windows; nothing where nothing does. */
export function earlierJson(earlier: readonly EarlierWindow[]): JsonObject {
  if (earlier.length === 0) return {};
  return {
    earlier: earlier.map(({ window: { id, ticket }, findings }) => ({
      window: { id, ticket },
      findings: findings.map(({ fingerprint }) => fingerprint),
    })),
  };
}

/** What declared URLs answered in a break-glass pass; nothing where none is declared. */
export function smokeJson({ report }: PassReport): JsonObject {
  const smoke = report.checks.find(({ id }) => id === 'smoke');
  if (smoke === undefined) return {};
  return {
    smoke: smoke.results.map(({ role, environment, status, message }) => ({
      role,
      environment,
      status,
      message,
    })),
  };
}

/** The transitions of a pass and the messages it wrote, with what became of them. */
export function toldJson(pass: Pick<PassReport, 'transitions' | 'alerts'>): {
  transitions: JsonObject[];
  alerts: JsonObject[];
} {
  return {
    transitions: pass.transitions.map((transition) => ({ ...transition })),
    alerts: pass.alerts.map((alert) => ({ ...alert })),
  };
}
