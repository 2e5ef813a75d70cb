import type { Evaluation } from '../checks/model.ts';
import type { Contract } from '../contract/model.ts';
import { type Change, type CoverageEntry, compareText } from '../snapshot/model.ts';
import { isStated, mendedBy } from './conforming.ts';
import type { ValueAt } from './decision.ts';
import { compareChanges, driftFinding, driftFingerprint, roleOf, sortChanges } from './drifts.ts';
import { withoutFactsOfGone } from './gone-facts.ts';
import { healthGapsOf, type Undelivered } from './health-gaps.ts';
import { isHeldBack } from './held-back.ts';
import { mergeDrifts } from './merge.ts';
import type { Finding, FindingRecord } from './model.ts';
import type { Observation, PassNote } from './observation.ts';
import { gapResource, readGapsOf } from './read-gaps.ts';
import { compareSeverity } from './severity.ts';
import { unseenBy } from './unjudged.ts';
import { violationsOf } from './violations.ts';

/** One pass's facts. `changes`: each scope against its own last OK reading, noise left out. */
export interface ObserveInput {
  contract: Contract;
  evaluation: Evaluation;
  changes: Change[];
  coverage: CoverageEntry[];
  /** What was read are files that gcloud printed; absent: the live projects. */
  fromFiles?: boolean;
  /** Everything not resolved, as earlier passes left it; empty where nothing is stored. */
  known: FindingRecord[];
  /** What stands at a place now; absent where nothing is compared. */
  valueAt?: ValueAt;
  /** Whether a service is just being deployed; absent where nothing is compared. */
  isDeploying?(environment: string, resourceId: string): boolean;
  /** scopeKey → how many resources an OK reading lists; absent where nothing is compared. */
  listed?: ReadonlyMap<string, number>;
  /** Environments of which some scope's literals were not compared: they had been fingerprinted with another key. */
  otherKey?: readonly string[];
  /** Channels that have taken nothing for long. */
  undelivered?: Undelivered[];
  fingerprintOf(value: string): string;
}

/** Everything that is wrong now, each thing once, in stable order; pure. */
export function observeFindings(input: ObserveInput): Observation {
  const { contract, evaluation, coverage } = input;
  const changes = withoutFactsOfGone(input.changes, input.valueAt).toSorted(compareChanges);
  const { drifts, releases } = sortChanges(changes, contract);
  const merged = mergeDrifts(violationsOf(input), drifts, (environment) =>
    isProtected(contract, environment),
  );
  const conforming = conformingNotes(input, merged.rest);
  const pure = merged.rest
    .filter((change) => !conforming.has(change))
    .map((change) => driftFinding(input, change))
    .filter((drift) => !isHeldBack(drift, input));
  const gaps = [...readGapsOf(input), ...healthGapsOf(input, gapResource)];
  const findings = [...merged.violations, ...pure, ...gaps];
  return {
    findings: findings.toSorted(compareFindings),
    drifted: new Set([...merged.drifted, ...pure.map(({ fingerprint }) => fingerprint)]),
    moved: new Set(drifts.map(({ environment }) => environment)),
    notes: [...conforming.values(), ...releaseNotes(contract.estate, releases)],
    evaluation,
    unseen: unseenBy(evaluation),
    coverage,
    environments: contract.environments.map(({ name }) => name),
    protectedEnvironments: contract.environments.flatMap((one) => (one.protected ? [one.name] : [])),
    roles: contract.roles,
    ignored: contract.drift.ignore,
  };
}

/** Orders findings worst first, then by environment, resource, path and rule. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareSeverity(a.severity, b.severity) ||
    compareText(a.environment, b.environment) ||
    compareText(a.resource, b.resource) ||
    compareText(a.path ?? '', b.path ?? '') ||
    compareText(a.rule ?? '', b.rule ?? '') ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

function isProtected(contract: Contract, environment: string): boolean {
  return contract.environments.some((known) => known.name === environment && known.protected);
}

/** The drifts that bring an environment to its contract, with what is recorded of them. */
function conformingNotes(input: ObserveInput, drifts: Change[]): Map<Change, PassNote> {
  const notes = new Map<Change, PassNote>();
  for (const drift of drifts) {
    const { environment, id: resource, path } = drift;
    const role = roleOf(input.contract, environment, resource);
    const place = { environment, resource, path, role, value: drift.after };
    const mended = mendedBy(input.known, input.evaluation, place);
    if (mended === undefined && !isStated(input.evaluation, place)) continue;
    notes.set(drift, {
      kind: 'conformed',
      reason: mended === undefined ? 'conforming' : 'makes-check-pass',
      fingerprint: driftFingerprint(input.contract.estate, drift),
      environment,
      subject: subject(drift),
    });
  }
  return notes;
}

/** One note for each resource that was released, however many of its fields moved. */
function releaseNotes(estate: string, releases: Change[]): PassNote[] {
  const byResource = Map.groupBy(releases, ({ environment, id }) => `${environment}|${id}`);
  return [...byResource.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const paths = [first, ...others].map(({ path }) => path).filter((path) => path !== null);
    return {
      kind: 'released' as const,
      reason: 'release',
      fingerprint: driftFingerprint(estate, first),
      environment: first.environment,
      subject: `${first.id} ${paths.join(', ')}`.trim(),
    };
  });
}

function subject({ id, path }: Change): string {
  return path === null ? id : `${id} ${path}`;
}
