import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createGoogleSource } from '../../shared/adapters/google/source.ts';
import { createTransport } from '../../shared/adapters/google/transport.ts';
import { type Backfill, backfillOf } from '../../shared/break-glass/backfill.ts';
import { windowChanges } from '../../shared/break-glass/changes.ts';
import type { BreakGlassWindow } from '../../shared/break-glass/model.ts';
import { windowFor, withPass } from '../../shared/break-glass/window.ts';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import type { Evaluation } from '../../shared/checks/model.ts';
import { environmentIdentifiers } from '../../shared/contract/identifiers.ts';
import { loadContract } from '../../shared/contract/load.ts';
import type { Contract } from '../../shared/contract/model.ts';
import { coverageOf } from '../../shared/estate/coverage.ts';
import { createFingerprint, createValueReducer } from '../../shared/estate/value-reducer.ts';
import { observeFindings } from '../../shared/findings/observe.ts';
import { type Eyes, look } from '../../shared/judge.ts';
import { diffReadings } from '../../shared/snapshot/diff.ts';
import { type Change, type Snapshot, scopeKey } from '../../shared/snapshot/model.ts';
import type { SimulatedEstate } from '../simulator/estate.ts';
import { startGoogleSimulator } from '../simulator/google.ts';
import { buildJualumaEstate } from '../simulator/jualuma.ts';

export const CONTRACT_FILE = 'contracts/jualuma.yaml';
export const NOW = new Date('2026-02-27T03:10:00Z');
const KEY = createHash('sha256').update('incident').digest();

/** Jualuma before and after something was done to it by hand, and what comes of it. */
export interface Incident {
  contract: Contract;
  text: string;
  window: BreakGlassWindow;
  before: Snapshot;
  after: Snapshot;
  changes: Change[];
  judge(contract: Contract): Evaluation;
  backfill: Backfill;
  /** The same of another window. */
  backfillOf(window: BreakGlassWindow): Backfill;
}

/** Looks at jualuma, does `byHand`, looks again, and writes the backfill document's model. `edit`: another contract than the repository's. */
export async function incident(
  byHand: (estate: SimulatedEstate) => void,
  edit: (text: string) => string = (text) => text,
): Promise<Incident> {
  const google = await startGoogleSimulator();
  try {
    buildJualumaEstate(google.estate);
    const text = edit(readFileSync(CONTRACT_FILE, 'utf8'));
    const contract = loadContract(text, CONTRACT_FILE);
    const transport = createTransport({
      auth: null,
      concurrency: 24,
      endpoint: google.url,
    });
    const eyes: Eyes = {
      contract,
      source: createGoogleSource(transport),
      reduce: createValueReducer({ key: KEY, environments: environmentIdentifiers(contract) }),
      fingerprintOf: createFingerprint(KEY),
    };
    const seen = () => look(eyes, { now: NOW, signal: new AbortController().signal });
    const before = await seen();
    byHand(google.estate);
    const after = await seen();
    return assemble({ eyes, text, before, after });
  } finally {
    await google.close();
  }
}

function assemble(seen: { eyes: Eyes; text: string; before: Snapshot; after: Snapshot }): Incident {
  const { eyes, text, before, after } = seen;
  const { contract, fingerprintOf } = eyes;
  const judge = (by: Contract) =>
    evaluateContract({ contract: by, snapshot: after, now: NOW, fingerprintOf });
  const changes = changesBetween(before, after);
  const evaluation = judge(contract);
  const { findings } = observeFindings({
    contract,
    evaluation,
    changes,
    coverage: coverageOf(after),
    known: [],
    fingerprintOf,
  });
  const opened = windowFor(
    {
      reason: 'prod returns 404',
      ticket: 'INC-227',
      actor: 'ops@example.com',
      environment: null,
      durationMs: 4 * 3_600_000,
    },
    [],
    { id: 'bg-20260227-abc123', requestId: 'r-1', now: NOW },
  );
  const seenChanges = windowChanges({ contract, changes, findings, at: NOW.toISOString() });
  const window = withPass(opened, { runId: 'run-1', changes: seenChanges });
  const of = (one: BreakGlassWindow) =>
    backfillOf({
      window: one,
      findings: [],
      contract,
      file: CONTRACT_FILE,
      text,
      snapshot: after,
      evaluation,
      judge,
      now: NOW,
    });
  return { contract, text, window, before, after, changes, judge, backfill: of(window), backfillOf: of };
}

function changesBetween(before: Snapshot, after: Snapshot): Change[] {
  const old = new Map(before.readings.map((reading) => [scopeKey(reading), reading]));
  return after.readings.flatMap((reading) => {
    const known = old.get(scopeKey(reading));
    return known === undefined ? [] : diffReadings(known, reading);
  });
}
