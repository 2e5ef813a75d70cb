import type { CheckReport, CheckResult } from '../checks/model.ts';
import type { Finding, FindingRecord } from '../findings/model.ts';
import type { JsonObject } from '../snapshot/json.ts';
import type { CoverageLine } from '../snapshot/model.ts';
import type { Report } from './report.ts';

/** The report in the shape that scripts depend on; schemaVersion counts up when a key changes its meaning. */
export function reportJson(report: Report): JsonObject {
  return {
    schemaVersion: 1,
    estate: report.estate,
    contract: report.contract,
    capturedAt: report.capturedAt,
    inventory: report.inventory.map((entry) => ({ ...entry })),
    coverage: report.coverage.map(coverageJson),
    checks: report.checks.map(checkJson),
    findings: report.findings.map(findingJson),
    score: {
      overall: report.score.overall,
      target: report.score.target,
      byCheck: report.score.byCheck,
      byRole: report.score.byRole,
    },
    notes: report.notes,
  };
}

/** One scope as scripts read it. */
export function coverageJson(entry: CoverageLine): JsonObject {
  const { environment, project, region, resource, status, detail } = entry;
  return { environment, project, region, resource, status, detail };
}

function checkJson(check: CheckReport): JsonObject {
  const { id, number, title, status } = check;
  return { id, number, title, status, results: check.results.map(resultJson) };
}

function resultJson(result: CheckResult): JsonObject {
  const { role, environments, resource, path, status, message, expected, observed, waiver } = result;
  return {
    role,
    environments,
    resource,
    path,
    status,
    message,
    expected,
    observed,
    waiver: waiver && { reason: waiver.reason, owner: waiver.owner, expires: waiver.expires },
    ...(result.fingerprint === null ? {} : { fingerprint: result.fingerprint }),
  };
}

/** One finding as scripts read it; `source` is the contract's line, `settle` what to do about it. */
export function findingJson(finding: Finding): JsonObject {
  const { fingerprint, valueHash, kind, severity, environment, role, resource, path, rule } = finding;
  const { message, before, after, expected, actor, source, settle } = finding;
  return {
    fingerprint,
    valueHash,
    kind,
    severity,
    environment,
    role,
    resource,
    path,
    rule,
    message,
    before,
    after,
    expected,
    actor: actor && { ...actor },
    source,
    settle,
  };
}

/** One finding with its life so far, as `findings --format json` prints it. */
export function recordJson(record: FindingRecord): JsonObject {
  const { state, episode, firstSeenAt, lastSeenAt, resolvedAt, unknownSince, toldAt } = record;
  return {
    ...findingJson(record),
    state: unknownSince === null ? state : 'unknown',
    episode,
    firstSeenAt,
    lastSeenAt,
    resolvedAt,
    unknownSince,
    toldAt,
    acceptance: record.acceptance && { ...record.acceptance },
    silence: record.silence && { ...record.silence },
  };
}
