import { part } from '../checks/view/containers.ts';
import type { EstateView } from '../checks/view/view.ts';
import { compareText } from '../snapshot/model.ts';
import type { DraftTarget } from './model.ts';

const PERSON = /^(?:user|group|domain):\S+$/;

/** Who holds a role on each project that is no machine, for the environments whose policy was read; nothing where nobody does. */
export function humansOf(targets: readonly DraftTarget[], view: EstateView): Map<string, string[]> {
  const read = targets.flatMap(({ name, project }): [string, string[]][] => {
    const policy = view.projectPolicy(name, project);
    if (policy.status === 'unread') return [];
    const members = Object.values(policy.bindings).flatMap((each) => Object.keys(part(each)));
    return [[name, [...new Set(members)].filter((member) => PERSON.test(member)).sort(compareText)]];
  });
  return read.some(([, members]) => members.length > 0) ? new Map(read) : new Map();
}
