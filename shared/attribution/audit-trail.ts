import type { Gap } from '../snapshot/model.ts';
import type { AuditEntry } from './entry.ts';

/** What is asked of one project's audit logs. */
export interface AuditQuestion {
  project: string;
  /** RFC 3339; entries after `since` and up to `until`. */
  since: string;
  until: string;
  /** The APIs whose calls are of interest. */
  services: string[];
}

/**
 * Entries in any order; `isWhole` is false where there were more than are read of one project. Or why they
 * could not be read.
 */
export type AuditAnswer = { ok: true; entries: AuditEntry[]; isWhole: boolean } | { ok: false; gap: Gap };

/**
 * Who changed what: the audit logs of projects, reduced while they are read. Never throws for what the
 * outside world does. Null where there is no such source and none was promised.
 */
export interface AuditTrail {
  read(question: AuditQuestion, signal: AbortSignal): Promise<AuditAnswer | null>;
}
