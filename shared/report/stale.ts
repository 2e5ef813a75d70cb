import type { Evaluation } from '../checks/model.ts';
import { place } from '../checks/result.ts';
import type { Matter } from '../contract/model.ts';

type Stale = Pick<Evaluation, 'staleWaivers' | 'expiredWaivers' | 'staleUndecided'>;

/**
 * What the contract still says and nothing needs any more: waivers and undecided matters that match
 * nothing, and waivers that are over, a sentence each.
 */
export function staleNotes({ staleWaivers, expiredWaivers, staleUndecided }: Stale): string[] {
  return [
    ...expiredWaivers.map(
      (waiver) =>
        `the waiver of ${about(waiver)} by ${waiver.owner} expired on ${waiver.expires} (${place(waiver.location)}): renew it or take it out`,
    ),
    ...staleWaivers
      .filter((waiver) => !expiredWaivers.includes(waiver))
      .map((waiver) => `the waiver of ${about(waiver)} matches nothing: ${takeOut(waiver)}`),
    ...staleUndecidedNotes({ staleUndecided }),
  ];
}

/** What the contract calls undecided and does not fail, a sentence each. */
export function staleUndecidedNotes({ staleUndecided }: Pick<Stale, 'staleUndecided'>): string[] {
  return staleUndecided.map(
    (matter) => `${about(matter)} is called undecided and does not fail: ${takeOut(matter)}`,
  );
}

function takeOut(matter: Matter): string {
  return `take it out of the contract (${place(matter.location)})`;
}

/** `resources for web and admin in prod, memory`. */
function about({ check, roles, environments, path }: Matter): string {
  const whom = roles === null ? '' : ` for ${roles.join(', ')}`;
  const where = environments === null ? '' : ` in ${environments.join(', ')}`;
  return `${check}${whom}${where}${path === null ? '' : `, ${path}`}`;
}
