import type { Actor } from '../findings/model.ts';
import type { Change } from '../snapshot/model.ts';

/** What a person says who changed something by hand and asks for a pass. */
export interface BreakGlassRequest {
  reason: string;
  ticket: string;
  actor: string | null;
  /** The only environment the window is about; null: all of the contract. */
  environment: string | null;
  /** How long the window stays open. */
  durationMs: number;
}

/** How a window ended, or that it has not. */
export type WindowState = 'open' | 'expired' | 'closed';

/**
 * The time in which changes made by hand are expected: opened by a break-glass request, ended by its
 * expiry or by a person. Findings of its passes carry its id.
 */
export interface BreakGlassWindow {
  /** Names its day and ends in random digits: `bg-20260227-4f9c2a`. */
  id: string;
  ticket: string;
  reason: string;
  actor: string | null;
  environment: string | null;
  /** RFC 3339 */
  openedAt: string;
  /** RFC 3339 */
  expiresAt: string;
  /** The requests it was opened and kept open for. */
  requests: string[];
  /** The passes that belong to it, oldest first. */
  runIds: string[];
  /** What those passes saw changed. */
  changes: WindowChange[];
  /** Changes beyond the ones kept; 0 normally. */
  leftOut: number;
  closed: { by: string; reason: string; at: string } | null;
}

/** What became of a change when it was seen: a finding; as the contract states it; a release; ignored by the contract. */
export type ChangeVerdict = 'finding' | 'conforming' | 'release' | 'ignored';

/** One change made to the runtime, as a window keeps it. Values are reduced, as everywhere. */
export interface WindowChange
  extends Pick<Change, 'environment' | 'project' | 'id' | 'path' | 'class' | 'before' | 'after'> {
  role: string | null;
  verdict: ChangeVerdict;
  /** Of the finding it is part of; null where it is none. */
  fingerprint: string | null;
  /** RFC 3339, when the pass saw it. */
  seenAt: string;
  actor: Actor | null;
}
