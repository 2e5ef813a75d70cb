import type { AlertMessage, Delivery, OutboxEntry } from './alerts/model.ts';
import type { BreakGlassWindow } from './break-glass/model.ts';
import type { FindingRecord, FindingState, Transition } from './findings/model.ts';
import type { Json } from './snapshot/json.ts';
import type { CoverageLine } from './snapshot/model.ts';

export type { EstateSource } from './estate/source.ts';

/** The instant a pass works with, and randomness: given, so that every decision can be replayed. */
export interface Clock {
  now(): Date;
}

/** One structured line. No credential and no value of what is watched may stand in it. */
export interface LogLine {
  severity: 'INFO' | 'WARNING' | 'ERROR';
  message: string;
  /** `pass`, `heartbeat`: what alarms and dashboards look for. */
  event?: string;
  /** Of a failure, the code its error carries. */
  code?: string;
  runId?: string;
  [field: string]: string | number | undefined;
}

/** Where operators look. Never throws. */
export interface EventLog {
  write(line: LogLine): void;
}

/** Which stored reading a scope had, and when it was last read OK. */
export interface BaselinePointer {
  /** Content id of the reading (see `putReadings`). */
  sha256: string;
  /** RFC 3339, the last OK reading. */
  readAt: string;
  /** Which key that reading's literals were fingerprinted with; absent where it is not known. */
  keyMark?: string;
}

/** scopeKey → pointer */
export type Baseline = Record<string, BaselinePointer>;

export interface RunRecord {
  runId: string;
  trigger: 'schedule' | 'break-glass';
  startedAt: string;
  finishedAt: string;
  outcome: 'complete' | 'partial';
  contract: { file: string; sha256: string };
  coverage: CoverageLine[];
  /** scopeKey → content id of what this run saw; null where the scope was not read. */
  readings: Record<string, string | null>;
  transitions: Transition[];
  /** Outbox ids written by this run. */
  alerts: string[];
  /** Absent in records of earlier versions. */
  health?: PassHealth;
  /** Which key its readings' literals were fingerprinted with; absent in records of earlier versions. */
  keyMark?: string;
}

/** What the next pass must know of the monitor's own health. */
export interface PassHealth {
  /** Passes in a row, this one included, that could not read everything. */
  partialInARow: number;
}

/** Somebody's request for a pass that begins after it was made. It is kept until such a pass is kept. */
export interface PassRequest {
  /** Unique to the request: asking again with it asks for nothing more. */
  id: string;
  /** What the pass is to do for it; the store only keeps it. */
  data: Json;
}

export interface LeaseRequest {
  /** Unique to this attempt. */
  owner: string;
  ttlMs: number;
  /** Null: a tick, which stands back where somebody is at work. */
  request: PassRequest | null;
}

export interface Lease {
  owner: string;
  fence: number;
  /** RFC 3339, by the store's clock */
  expiresAt: string;
  /** What was asked for before this lease was granted: the pass under it covers all of it. */
  requests: PassRequest[];
}

/** `coveredBy`: the run that began after the request was made, and was kept. */
export type LeaseAnswer =
  | { granted: true; lease: Lease }
  | { granted: false; coveredBy: null; holder: string; expiresAt: string }
  | { granted: false; coveredBy: string };

/** What a pass decided, to be kept whole or not at all. */
export interface PassCommit {
  run: RunRecord;
  baseline: Baseline;
  /** Only records that are new or differ from what was loaded. */
  findings: FindingRecord[];
  outbox: OutboxEntry[];
  /** Windows that are new, or that this pass belongs to. */
  windows: BreakGlassWindow[];
}

export interface MonitorState {
  /** Null before the first committed pass of the estate. */
  baseline: Baseline | null;
  /** Everything not resolved. */
  findings: FindingRecord[];
  /** Of the last committed pass; null before the first, and after one of an earlier version. */
  health: PassHealth | null;
}

/**
 * The monitor's memory of one estate. An answer is the truth or an error: a state that cannot be read
 * is never an empty one. Leases and claims expire by the store's own clock, so that clocks of instances
 * may differ. Both adapters are held to one suite of tests.
 */
export interface StateStore {
  /**
   * Takes the lease unless somebody else's is live. A request is then left for the pass that begins next;
   * asked again, the answer says whether one has covered it.
   */
  acquireLease(asked: LeaseRequest): Promise<LeaseAnswer>;
  /** Lengthens the lease from now on; null where it was lost. */
  renewLease(lease: Lease, ttlMs: number): Promise<Lease | null>;
  /** Gives the lease back; answers whether somebody asked for another pass meanwhile. Harmless where the lease was lost. */
  releaseLease(lease: Lease): Promise<{ rerunRequested: boolean }>;
  loadState(): Promise<MonitorState>;
  /** Records with these fingerprints, whatever their state. */
  findingsByFingerprint(fingerprints: string[]): Promise<FindingRecord[]>;
  /** Stores readings by the sha256 of their canonical JSON (uncompressed text); storing one twice is free. */
  putReadings(readings: Record<string, string>): Promise<void>;
  /** The canonical JSON of stored readings; throws where one is missing or damaged. */
  getReadings(ids: string[]): Promise<Record<string, string>>;
  /**
   * Everything in one transaction, guarded by the fence: `fenced` where a later lease was granted meanwhile,
   * and nothing is kept. What the lease's requests asked for is covered by it.
   */
  commit(lease: Lease, commit: PassCommit): Promise<'committed' | 'fenced'>;
  /** Claims the entry unless it is sent, not due, or claimed by a live other; answers the claimed entry. */
  claimEntry(id: string, claim: { owner: string; ttlMs: number }): Promise<OutboxEntry | null>;
  /** Unsent entries, oldest first. */
  pendingEntries(): Promise<OutboxEntry[]>;
  getEntry(id: string): Promise<OutboxEntry | null>;
  /** The id under which the notifier delivered to a channel before; null where it never did. */
  deliveredChannel(channel: string): Promise<string | null>;
  /** Writes an entry back and ends its claim. */
  settleEntry(entry: OutboxEntry): Promise<void>;
  /** Findings by state (all where none is named), worst and newest first. */
  listFindings(states: FindingState[]): Promise<FindingRecord[]>;
  /** Changes one finding outside a pass and records the transition; retried on a concurrent write. Null where there is none. */
  updateFinding(
    fingerprint: string,
    change: (record: FindingRecord) => { record: FindingRecord; transition: Transition },
  ): Promise<FindingRecord | null>;
  /** Break-glass windows, newest first. */
  listWindows(): Promise<BreakGlassWindow[]>;
  /** Changes one window outside a pass; retried on a concurrent write. Null where there is none. */
  updateWindow(
    id: string,
    change: (window: BreakGlassWindow) => BreakGlassWindow,
  ): Promise<BreakGlassWindow | null>;
  getRun(runId: string): Promise<RunRecord | null>;
  /** Newest first; `since` (RFC 3339): none that started before. */
  listRuns(limit: number, since?: string | null): Promise<RunRecord[]>;
  /** Newest first: what passes decided and what people settled in between; `since`: none from before. */
  listTransitions(limit: number, since?: string | null): Promise<Transition[]>;
  /** Throws a StoreError where the store cannot be used. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** How a send ended. Nothing else is known about the other side. */
export type SendOutcome =
  | { status: 'sent'; delivery: Delivery }
  | { status: 'retry-later'; afterMs: number; detail: string }
  | { status: 'ambiguous'; detail: string }
  | { status: 'misconfigured'; code: string; detail: string }
  | { status: 'refused'; code: string; detail: string };

export interface SendRequest {
  entryId: string;
  channel: string;
  message: AlertMessage;
  /** Reply to this message instead of posting a new one. */
  thread: Delivery | null;
  /** Short plain text only: the full message was refused. */
  short: boolean;
}

/** Tells people. Never throws for what the other side does. */
export interface Notifier {
  send(request: SendRequest): Promise<SendOutcome>;
  /** Edits a message sent before, so that it shows what became of its findings. */
  update(delivery: Delivery, message: AlertMessage): Promise<SendOutcome>;
  /**
   * Looks for a message sent with this entry id, among the replies of `thread` where one is given;
   * `unknown` where history cannot be read.
   */
  find(
    channel: string,
    entryId: string,
    since: string,
    thread?: Delivery | null,
  ): Promise<Delivery | 'absent' | 'unknown'>;
}
