import type { WindowChange } from '../break-glass/model.ts';
import type { CheckResult } from '../checks/model.ts';
import type { Report } from '../report/report.ts';
import { type CoverageLine, isGap } from '../snapshot/model.ts';

export const GATES = ['pre', 'post'] as const;
export type GateKind = (typeof GATES)[number];

/** Checks whose failure stops the next release: it could not start, would lose its configuration, or has nowhere to go. */
const BEFORE = new Set([
  'service-coverage',
  'env-keys',
  'secret-delivery',
  'deploy-workflow',
  'secrets',
  'deployable',
]);
/** Checks whose failure says that what was released is not what serves, or not what was to be released. */
const AFTER = new Set(['serving', 'image', 'smoke']);

/** A result of a check that a gate looks at. */
export interface GateResult {
  check: string;
  result: CheckResult;
}

/** What a pipeline is told before or after a release. */
export interface Gate {
  kind: GateKind;
  report: Report;
  /** Stops the pipeline. */
  blocking: GateResult[];
  /** Undecided in the same checks: for a person to look at. */
  review: GateResult[];
  /** Scopes that were not read: silence about them proves nothing. */
  unread: CoverageLine[];
  /** After a release, what changed since the last pass; null before one, and where no pass was kept yet. */
  changes: WindowChange[] | null;
  /** The last pass fingerprinted literals with another key: whether the release changed one is not known. */
  isOtherKey: boolean;
}

/**
 * The gate of a report. Before a release: what would stop it. After one: what it changed beside image,
 * revision and labels and against the contract, and whether it serves. `changes`: since the last pass.
 */
export function gateOf(kind: GateKind, report: Report, changes: WindowChange[] | null): Gate {
  const watched = kind === 'pre' ? BEFORE : AFTER;
  const results = report.checks
    .filter(({ id }) => watched.has(id))
    .flatMap(({ id, results: all }) => all.map((result) => ({ check: id, result })));
  return {
    kind,
    report,
    blocking: results.filter(({ result }) => result.status === 'FAIL'),
    review: results.filter(({ result }) => result.status === 'REVIEW_REQUIRED'),
    unread: report.coverage.filter(isGap),
    changes: kind === 'pre' ? null : changes,
    isOtherKey: false,
  };
}

/** What a release changed that neither is a release nor stands in the contract. */
export function unexpected({ changes }: Gate): WindowChange[] {
  return (changes ?? []).filter(({ verdict }) => verdict === 'finding');
}

/** Exit code of a gate: 2 something stops the pipeline, 3 nothing does but not all could be seen, 0 otherwise. */
export function gateVerdict(gate: Gate): 0 | 2 | 3 {
  if (gate.blocking.length > 0 || unexpected(gate).length > 0) return 2;
  const blind = gate.unread.length > 0 || gate.isOtherKey || (gate.kind === 'post' && gate.changes === null);
  return blind ? 3 : 0;
}
