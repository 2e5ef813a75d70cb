import type { AlertMessage, Delivery, OutboxEntry } from './alerts/model.ts';
import type { FindingRecord, FindingState, Transition } from './findings/model.ts';
import type { CoverageLine } from './snapshot/model.ts';

export type { EstateSource } from './estate/source.ts';

/** The instant a pass works with, and randomness: given, so that every decision can be replayed. */
export interface Clock {
  now(): Date;
}

/** Which stored reading a scope had, and when it was last read OK. */
export interface BaselinePointer {
  /** Content id of the reading (see `putReadings`). */
  sha256: string;
  /** RFC 3339, the last OK reading. */
  readAt: string;
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
}

export interface Lease {
  owner: string;
  fence: number;
  /** RFC 3339 */
  expiresAt: string;
}

export type LeaseAnswer =
  | { granted: true; lease: Lease }
  | { granted: false; holder: string; expiresAt: string };

/** What a pass decided, to be kept whole or not at all. */
export interface PassCommit {
  run: RunRecord;
  baseline: Baseline;
  /** Only records that are new or differ from what was loaded. */
  findings: FindingRecord[];
  outbox: OutboxEntry[];
}

export interface MonitorState {
  /** Null before the first committed pass of the estate. */
  baseline: Baseline | null;
  /** Everything not resolved. */
  findings: FindingRecord[];
}

/**
 * The monitor's memory of one estate. An answer is the truth or an error: a state that cannot be read
 * is never an empty one. Both adapters are held to one suite of tests.
 */
export interface StateStore {
  /**
   * Takes the lease unless somebody else's is live. `rerun` leaves a request with the live holder that
   * a pass must begin after now.
   */
  acquireLease(request: { owner: string; now: Date; ttlMs: number; rerun: boolean }): Promise<LeaseAnswer>;
  /** Gives the lease back; answers whether somebody asked for another pass meanwhile. Harmless where the lease was lost. */
  releaseLease(lease: Lease): Promise<{ rerunRequested: boolean }>;
  loadState(): Promise<MonitorState>;
  /** Records with these fingerprints, whatever their state. */
  findingsByFingerprint(fingerprints: string[]): Promise<FindingRecord[]>;
  /** Stores readings by the sha256 of their canonical JSON (uncompressed text); storing one twice is free. */
  putReadings(readings: Record<string, string>): Promise<void>;
  /** The canonical JSON of stored readings; throws where one is missing or damaged. */
  getReadings(ids: string[]): Promise<Record<string, string>>;
  /** Everything in one transaction, guarded by the fence: `fenced` where a later lease was granted meanwhile, and nothing is kept. */
  commit(lease: Lease, commit: PassCommit): Promise<'committed' | 'fenced'>;
  /** Claims the entry unless it is sent, not due, or claimed by a live other; answers the claimed entry. */
  claimEntry(id: string, claim: { owner: string; now: Date; ttlMs: number }): Promise<OutboxEntry | null>;
  /** Unsent entries, oldest first. */
  pendingEntries(): Promise<OutboxEntry[]>;
  getEntry(id: string): Promise<OutboxEntry | null>;
  /** Writes an entry back and ends its claim. */
  settleEntry(entry: OutboxEntry): Promise<void>;
  /** Findings by state (all where none is named), worst and newest first. */
  listFindings(states: FindingState[]): Promise<FindingRecord[]>;
  /** Changes one finding outside a pass and records the transition; retried on a concurrent write. Null where there is none. */
  updateFinding(
    fingerprint: string,
    change: (record: FindingRecord) => { record: FindingRecord; transition: Transition },
  ): Promise<FindingRecord | null>;
  getRun(runId: string): Promise<RunRecord | null>;
  /** Newest first. */
  listRuns(limit: number): Promise<RunRecord[]>;
  /** Newest first: what passes decided and what people settled in between. */
  listTransitions(limit: number): Promise<Transition[]>;
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
