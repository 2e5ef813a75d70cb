import { createHash } from 'node:crypto';
import type { OutboxEntry } from '../../../shared/alerts/model.ts';
import type { FindingRecord, Transition } from '../../../shared/findings/model.ts';
import type { PassCommit, RunRecord } from '../../../shared/ports.ts';

/** The start of every scenario. */
export const START = new Date('2026-02-27T10:00:00.000Z');
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** An RFC 3339 instant, so many milliseconds after the start. */
export function after(ms: number): string {
  return new Date(START.getTime() + ms).toISOString();
}

/** The content id of a text. */
export function sha(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A finding, open and new, with nested lists in its values. */
export function finding(name: string, change: Partial<FindingRecord> = {}): FindingRecord {
  return {
    fingerprint: sha(name),
    valueHash: sha(`${name} value`),
    kind: 'drift',
    severity: 'high',
    environment: 'prod',
    role: 'backend',
    resource: 'run.services/us-central1/jualuma-backend',
    path: 'template.containers.main.args',
    rule: null,
    message: `${name} changed`,
    before: [['a', 'b'], ['c']],
    after: { list: [[1, [2]]], text: 'ü – ✓' },
    expected: null,
    actor: null,
    source: null,
    settle: null,
    state: 'open',
    episode: 1,
    firstSeenAt: after(0),
    lastSeenAt: after(0),
    openedByRun: 'run-1',
    resolvedAt: null,
    unknownSince: null,
    seenInARow: 1,
    toldAt: null,
    remindedAt: null,
    acceptance: null,
    silence: null,
    toldBy: null,
    windowId: null,
    ...change,
  };
}

/** A transition of the finding of that name. */
export function transition(name: string, change: Partial<Transition> = {}): Transition {
  return {
    fingerprint: sha(name),
    episode: 1,
    kind: 'opened',
    reason: 'new-drift',
    environment: 'prod',
    at: after(0),
    runId: 'run-1',
    by: null,
    ...change,
  };
}

/** An entry of the outbox, never tried, telling one finding. */
export function entry(name: string, change: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    id: sha(`entry ${name}`),
    channel: '#prod-drift',
    runId: 'run-1',
    createdAt: after(0),
    message: {
      kind: 'alert',
      estate: 'jualuma',
      environment: 'prod',
      runId: 'run-1',
      at: after(0),
      contractFile: 'contracts/jualuma.yaml',
      items: [{ finding: finding(name), transition: 'opened', resolved: false }],
      notice: null,
    },
    answers: null,
    state: 'pending',
    attempts: 0,
    notBefore: null,
    claim: null,
    ambiguous: false,
    delivery: null,
    lastError: null,
    ...change,
  };
}

/** The record of an uneventful run. */
export function run(runId: string, change: Partial<RunRecord> = {}): RunRecord {
  return {
    runId,
    trigger: 'schedule',
    startedAt: after(0),
    finishedAt: after(MINUTE),
    outcome: 'complete',
    contract: { file: 'contracts/jualuma.yaml', sha256: sha('contract') },
    coverage: [
      {
        environment: 'prod',
        project: 'jualuma-prod',
        region: 'us-central1',
        resource: 'run.services',
        status: 'OK',
        detail: null,
      },
    ],
    readings: {},
    transitions: [],
    alerts: [],
    ...change,
  };
}

/** A pass that decided nothing, unless told otherwise. */
export function pass(runId: string, change: Partial<PassCommit> = {}): PassCommit {
  return { run: run(runId), baseline: {}, findings: [], outbox: [], windows: [], ...change };
}
