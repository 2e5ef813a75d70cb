import type { FindingRecord, Severity } from '../findings/model.ts';

/** A finding as a message shows it. */
export interface AlertItem {
  finding: FindingRecord;
  /** `opened`, `changed`, `regressed`, `resolved`, … */
  transition: string;
  resolved: boolean;
  /** The transition's named reason, where there is one. */
  reason?: string;
}

/** A message before it is put into anybody's format. */
export interface AlertMessage {
  kind: 'alert' | 'resolved' | 'baseline' | 'reminder';
  estate: string;
  environment: string;
  runId: string;
  /** RFC 3339 */
  at: string;
  contractFile: string;
  /** Worst first. */
  items: AlertItem[];
  /** Why it may be a second copy; null normally. */
  notice: string | null;
  /** Set where one message would be too long: later parts go into the thread of the first. */
  part?: { number: number; of: number; total: number };
  /** Of a baseline: how many findings are open by severity; `items` holds the worst of them. */
  counts?: Partial<Record<Severity, number>>;
  /** Of a first pass that could not read everything. */
  scopes?: ScopeCounts;
}

/** What a pass was to read. What is merely not visible to it is neither read nor unread. */
export interface ScopeCounts {
  total: number;
  read: number;
  unread: number;
  /** What was read are files that gcloud printed. */
  fromFiles?: true;
}

/** Where a message ended up. */
export interface Delivery {
  channel: string;
  ts: string;
}

/** A message that must be delivered; written in the pass's own transaction. */
export interface OutboxEntry {
  /** Hash of the told transitions (fingerprint, episode, transition, value) and the channel. */
  id: string;
  channel: string;
  runId: string;
  createdAt: string;
  message: AlertMessage;
  /** The entry this one answers (a resolution edits and replies to what told the finding); null: a message of its own. */
  answers: string | null;
  state: 'pending' | 'sent' | 'misconfigured';
  attempts: number;
  /** Not to be tried before (RFC 3339); null: now. */
  notBefore: string | null;
  /** Claim of a running drain: its owner until then. */
  claim: { owner: string; until: string } | null;
  /** True once a send ended without an answer: reconcile before sending again. */
  ambiguous: boolean;
  delivery: Delivery | null;
  lastError: string | null;
}
