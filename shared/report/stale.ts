import type { Evaluation } from '../checks/model.ts';
import { place } from '../checks/results/result.ts';

/** What the contract calls undecided and does not fail (any more), a sentence each. */
export function staleUndecidedNotes({ staleUndecided }: Pick<Evaluation, 'staleUndecided'>): string[] {
  return staleUndecided.map(({ check, roles, environments, path, location }) => {
    const whom = roles === null ? '' : ` for ${roles.join(', ')}`;
    const where = environments === null ? '' : ` in ${environments.join(', ')}`;
    const what = path === null ? '' : `, ${path}`;
    return `${check}${whom}${where}${what} is called undecided and does not fail: take it out of the contract (${place(location)})`;
  });
}
