import type { ScopeOutcome } from '../../estate/source.ts';
import { compareText, type Gap, UNNAMED } from '../../snapshot/model.ts';

/** The services, accounts or secrets whose policies, keys or versions to look for. */
export interface Owners {
  region: string | null;
  names: string[];
  /** Whether a file that names no region can only be of this scope. */
  sole: boolean;
  /** Why there may be owners that are not named; null where the names are complete. */
  unnamed: Gap | null;
}

/** The owners a scope's reading knows: those read, and those known by name although they could not be. */
export function ownersOf(outcome: ScopeOutcome, read: string[]): Owners {
  const unread = Object.keys(outcome.gaps).filter((name) => name !== UNNAMED);
  const { status, detail, region } = outcome;
  const unnamed = status === 'OK' ? (outcome.gaps[UNNAMED] ?? null) : { status, detail: detail ?? status };
  const names = [...new Set([...read, ...unread])].sort(compareText);
  return { region, names, sole: true, unnamed };
}
