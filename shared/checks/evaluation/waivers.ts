import type { Matter, Undecided, Waiver } from '../../contract/model.ts';
import type { RawResult } from '../model.ts';
import { place } from '../results/result.ts';
import { meansPath } from './setting-paths.ts';

/** A result after the waivers were held against it, and the waiver that covers it, live or not. */
export interface Waived {
  result: RawResult;
  /** The live waiver that makes it an INTENTIONAL_DIFF. */
  waiver: Waiver | null;
  matched: Waiver[];
}

/**
 * Applies the waivers of one check to one of its results. Only what fails or is undecided is waived, and
 * never what was not read. A live waiver makes it INTENTIONAL_DIFF; one that has expired makes it FAIL,
 * also where it was undecided: the difference was accepted until then and nobody renewed it.
 */
export function applyWaivers(result: RawResult, waivers: readonly Waiver[], now: Date): Waived {
  if (!isWaivable(result)) return { result, waiver: null, matched: [] };
  const matched = waivers.filter((waiver) => covers(waiver, result));
  const live = matched.find((waiver) => isLive(waiver, now));
  if (live !== undefined) {
    const accepted = { ...result, message: result.message, status: 'INTENTIONAL_DIFF' } as const;
    return { result: accepted, waiver: live, matched };
  }
  const expired = matched[0];
  return { result: expired === undefined ? result : lapsed(result, expired), waiver: null, matched };
}

/**
 * Makes a failure that nobody has decided on yet REVIEW_REQUIRED while the contract says so. A waiver is
 * asked first: what was accepted is decided.
 */
export function applyUndecided(
  result: RawResult,
  undecided: readonly Undecided[],
  now: Date,
): { result: RawResult; matched: Undecided[] } {
  if (result.status !== 'FAIL') return { result, matched: [] };
  const matched = undecided.filter((open) => covers(open, result));
  const live = matched.find((open) => isLive(open, now));
  if (live === undefined) return { result, matched };
  const until = `Nobody has decided on it yet (${place(live.location)}); it fails from ${live.expires} on.`;
  const message = `${result.message} ${until}`;
  return { result: { ...result, status: 'REVIEW_REQUIRED', message }, matched };
}

/** Whether a waiver, or what is undecided, is still in force at an instant: until the second it expires. */
export function isLive(waiver: Matter, now: Date): boolean {
  return now.getTime() < Date.parse(waiver.expires);
}

function isWaivable({ status, blind }: RawResult): boolean {
  return !blind && (status === 'FAIL' || status === 'REVIEW_REQUIRED');
}

function lapsed(result: RawResult, waiver: Waiver): RawResult {
  const since = `The waiver of ${waiver.owner} (${place(waiver.location)}) expired on ${waiver.expires}.`;
  return {
    ...result,
    status: 'FAIL',
    message: `${result.message} ${since}`,
    settle: `${result.settle ?? 'Settle the difference'}; or have ${waiver.owner} renew the waiver.`.replace(
      /\.; or/,
      '; or',
    ),
    source: result.source ?? waiver.location,
  };
}

/** Whether a waiver speaks of a result: its role, its environment, its path. */
export function covers(waiver: Matter, result: RawResult): boolean {
  if (waiver.roles !== null && (result.role === null || !waiver.roles.includes(result.role))) return false;
  if (waiver.environments !== null && !coversEnvironment(waiver.environments, result)) return false;
  return waiver.path === null || (result.path !== null && meansPath(waiver.path, result.path));
}

/** A failure belongs to its environment alone; a difference that is undecided to both environments it was seen between. */
function coversEnvironment(environments: string[], result: RawResult): boolean {
  if (environments.includes(result.environment)) return true;
  return (
    result.status === 'REVIEW_REQUIRED' &&
    result.environments.some((environment) => environments.includes(environment))
  );
}
