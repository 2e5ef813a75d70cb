import {
  CHECK_STATUSES,
  type CheckReport,
  type CheckResult,
  type Evaluation,
  type Score,
} from '../checks/model.ts';
import type { Contract, Waiver } from '../contract/model.ts';
import type { Finding } from '../findings/model.ts';
import { type CoverageLine, compareText, isGap, type Snapshot } from '../snapshot/model.ts';
import { notesOf } from './notes.ts';
import { staleUndecidedNotes } from './stale.ts';

/** The services one OK reading saw in one region. */
export interface InventoryEntry {
  environment: string;
  project: string;
  region: string | null;
  services: string[];
}

/** One judgement of an estate: the model every format is rendered from. */
export interface Report {
  estate: string;
  contract: { file: string; sha256: string };
  /** RFC 3339 */
  capturedAt: string;
  inventory: InventoryEntry[];
  coverage: CoverageLine[];
  checks: CheckReport[];
  /** Worst first. */
  findings: Finding[];
  score: Score;
  staleWaivers: Waiver[];
  expiredWaivers: Waiver[];
  /** Worth knowing, and wrong of nothing. */
  notes: string[];
}

/** Puts what was seen and what was judged into one report; the same input gives the same report. */
export function buildReport(input: {
  contract: Contract;
  snapshot: Snapshot;
  coverage: CoverageLine[];
  evaluation: Evaluation;
  findings: Finding[];
}): Report {
  const { contract, snapshot, coverage, evaluation, findings } = input;
  return {
    estate: contract.estate,
    contract: { file: contract.file, sha256: contract.sha256 },
    capturedAt: snapshot.capturedAt,
    inventory: inventoryOf(snapshot),
    coverage,
    checks: evaluation.checks,
    findings,
    score: evaluation.score,
    staleWaivers: evaluation.staleWaivers,
    expiredWaivers: evaluation.expiredWaivers,
    notes: [...notesOf(snapshot), ...staleUndecidedNotes(evaluation)],
  };
}

function inventoryOf(snapshot: Snapshot): InventoryEntry[] {
  return snapshot.readings
    .filter((reading) => reading.resource === 'run.services' && reading.status === 'OK')
    .map(({ environment, project, region, documents }) => ({
      environment,
      project,
      region,
      services: Object.values(documents)
        .map((document) => document.name)
        .sort(compareText),
    }));
}

/** Every result that is not a plain PASS, worst first, in the check's own order otherwise. */
export function notableResults(check: CheckReport): CheckResult[] {
  return CHECK_STATUSES.filter((status) => status !== 'PASS').flatMap((status) =>
    check.results.filter((result) => result.status === status),
  );
}

/** Exit code of `check`: 2 something failed, 3 nothing failed but some scope was not read, 0 otherwise. */
export function verdictOf(report: Report): 0 | 2 | 3 {
  if (report.checks.some((check) => check.status === 'FAIL') || hasViolation(report)) return 2;
  return report.coverage.some(isGap) ? 3 : 0;
}

/** Violations no check of the estate stands for: what the viewer could do. */
function hasViolation({ findings }: Report): boolean {
  return findings.some(({ kind }) => kind === 'violation');
}
