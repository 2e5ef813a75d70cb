import type { Evaluation } from '../checks/model.ts';
import type { Contract } from '../contract/model.ts';
import { coverageOf } from '../estate/coverage.ts';
import { sameValue } from '../findings/describe-change.ts';
import type { Actor, FindingRecord } from '../findings/model.ts';
import { covers } from '../findings/same-path.ts';
import { valueLookup } from '../findings/value-lookup.ts';
import { declaresSmoke } from '../smoke/targets.ts';
import { type CoverageLine, isGap, type Snapshot } from '../snapshot/model.ts';
import { type ContractPatch, type Failure, patchContract } from './contract-patch.ts';
import type { EarlierWindow } from './earlier.ts';
import { type AccessChange, accessChanges, type SecretToFollow, secretsToFollow } from './follow-up.ts';
import type { BreakGlassWindow, WindowChange, WindowState } from './model.ts';
import { windowState } from './window.ts';
import { type RoleFlags, workflowFlags } from './workflow-flags.ts';

/** Where a change stands now: still there, put back, another value since, or not readable. */
export type ChangeStanding = 'stands' | 'reverted' | 'changed again' | 'not known';

/** One changed place: as it was before the window, and as it is now. */
export interface BackfillChange extends WindowChange {
  /** Everybody who was seen to change it, in the order of the passes. */
  actors: Actor[];
  standing: ChangeStanding;
  finding: FindingRecord | null;
}

/** Everything the repository must be told of what was changed by hand in one window. */
export interface Backfill {
  window: BreakGlassWindow;
  state: WindowState;
  estate: string;
  contract: Pick<Contract, 'file' | 'sha256'>;
  /** RFC 3339, of the reading it rests on. */
  capturedAt: string;
  changes: BackfillChange[];
  /** What still stands from windows before it; their own documents say what the repository must be told of it. */
  earlier: readonly EarlierWindow[];
  patch: ContractPatch;
  /** What still stands and no check speaks of: to be put back, accepted or written down somewhere. */
  byHand: BackfillChange[];
  workflows: (RoleFlags & { file: string | null })[];
  access: AccessChange[];
  secrets: SecretToFollow[];
  evaluation: Evaluation;
  /** Scopes that the reading it rests on lacks. */
  unread: CoverageLine[];
  /** Whether URLs are declared to answer and nobody asked them. */
  isSmokeDue: boolean;
}

/** What the document is made from: the window, its findings, and the estate as it is now. */
export interface BackfillInput {
  window: BreakGlassWindow;
  /** Records of the findings that belong to the window, whatever their state. */
  findings: readonly FindingRecord[];
  earlier?: readonly EarlierWindow[];
  contract: Contract;
  /** The contract's path inside the repository. */
  file: string;
  /** The contract as it is written. */
  text: string;
  snapshot: Snapshot;
  evaluation: Evaluation;
  judge(contract: Contract): Evaluation;
  now: Date;
}

/** Puts together what was changed, what of it still stands, and what must be written where; pure. */
export function backfillOf(input: BackfillInput): Backfill {
  const { window, contract, snapshot, evaluation } = input;
  const changes = changesNow(input);
  const standing = changes.filter(
    (change) => change.standing === 'stands' || change.standing === 'changed again',
  );
  const failures = failuresOf(input, standing);
  const patch = patchContract(failures, input);
  return {
    window,
    state: windowState(window, input.now),
    estate: contract.estate,
    contract: { file: input.file, sha256: contract.sha256 },
    capturedAt: snapshot.capturedAt,
    changes,
    earlier: input.earlier ?? [],
    patch,
    byHand: standing.filter((change) => isForHands(change, failures)),
    workflows: workflowFlags(standing.filter((change) => isToStay(change, patch))).map((flags) => ({
      ...flags,
      file: workflowFile(contract, flags.environment),
    })),
    access: accessChanges(standing),
    secrets: secretsToFollow(standing, { contract, snapshot }),
    evaluation,
    unread: coverageOf(snapshot).filter(isGap),
    isSmokeDue: declaresSmoke(contract) && evaluation.checks.every(({ id }) => id !== 'smoke'),
  };
}

/** A drift that is still open; accounts, grants and secrets have their own parts. */
function isForHands(change: BackfillChange, failures: readonly Failure[]): boolean {
  const { verdict, finding } = change;
  if (verdict !== 'finding' || (finding !== null && finding.state !== 'open')) return false;
  if (accessChanges([change]).length > 0 || change.id.startsWith('secretmanager.secrets/')) return false;
  return failures.every(
    ({ result }) => result.fingerprint !== change.fingerprint && !speaksOf(result, change),
  );
}

/** What can only be reverted is nothing a deployment should be told to keep. */
function isToStay({ fingerprint }: WindowChange, { unsettled }: ContractPatch): boolean {
  return fingerprint === null || unsettled.every(({ result }) => result.fingerprint !== fingerprint);
}

/** Each changed place once, as it was before the window's first pass and as it is now. */
function changesNow({ window, findings, snapshot }: BackfillInput): BackfillChange[] {
  const valueAt = valueLookup(snapshot);
  const records = new Map(findings.map((record) => [record.fingerprint, record]));
  const places = Map.groupBy(
    window.changes.filter(({ verdict }) => verdict !== 'ignored'),
    ({ environment, id, path }) => JSON.stringify([environment, id, path]),
  );
  return [...places.values()].flatMap((seen) => {
    const [first, last] = [seen[0], seen.at(-1)];
    if (first === undefined || last === undefined) return [];
    const now = valueAt(first.environment, first.id, first.path);
    const change = { ...last, before: first.before };
    const finding = last.fingerprint === null ? null : (records.get(last.fingerprint) ?? null);
    const after = now.read ? now.value : last.after;
    return {
      ...change,
      after: now.read && !sameValue(now.value, first.before) ? after : last.after,
      standing: now.read ? standingOf(now.value, change) : ('not known' as const),
      actors: distinct([...seen.map(({ actor }) => actor), finding?.actor ?? null]),
      finding,
    };
  });
}

/** A place may change hands between the passes of one window, and after them. */
function distinct(actors: readonly (Actor | null)[]): Actor[] {
  const found = new Map<string, Actor>();
  for (const actor of actors)
    if (actor !== null) found.set(JSON.stringify([actor.principal, actor.tool, actor.at]), actor);
  return [...found.values()];
}

function standingOf(now: WindowChange['after'], { before, after }: WindowChange): ChangeStanding {
  if (sameValue(now, before)) return 'reverted';
  return sameValue(now, after) ? 'stands' : 'changed again';
}

/** The failures that stem from the window: its findings, and those that speak of a changed place, in any environment. */
function failuresOf({ evaluation, window, findings }: BackfillInput, standing: WindowChange[]): Failure[] {
  const attached = new Set(
    findings.filter(({ windowId }) => windowId === window.id).map(({ fingerprint }) => fingerprint),
  );
  return evaluation.checks.flatMap(({ id, results }) =>
    results
      .filter(({ status }) => status === 'FAIL')
      .filter(
        (result) =>
          (result.fingerprint !== null && attached.has(result.fingerprint)) ||
          standing.some((change) => speaksOf(result, change)),
      )
      .map((result) => ({ check: id, result })),
  );
}

/** A check of another environment may fail for a key that is there on one side only: the role is what they share. */
function speaksOf(result: Failure['result'], change: WindowChange): boolean {
  const same = result.resource === change.id && result.environment === change.environment;
  const sameRole =
    result.role !== null && result.role === change.role && result.environments.includes(change.environment);
  return (same || sameRole) && (covers(result.path, change.path) || covers(change.path, result.path));
}

function workflowFile(contract: Contract, environment: string): string | null {
  const { document } = contract;
  const files = pick(pick(document, 'workflows'), 'files');
  const path = pick(pick(files, environment), 'path');
  return typeof path === 'string' ? path : null;
}

function pick(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
