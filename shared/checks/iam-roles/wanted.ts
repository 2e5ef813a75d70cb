import type { Location } from '../../contract/model.ts';
import { editDistance } from '../../contract/suggest.ts';
import { formatPath } from '../../snapshot/path.ts';
import type { RawResult } from '../model.ts';
import { citing, listed, place, result, type Subject } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import type { RuntimeAccount } from '../view/runtime-accounts.ts';
import { addGrant, removeConditional } from './commands.ts';
import { conditionWords, type RoleGrant } from './grants.ts';
import type { IamJudging } from './judging.ts';
import { emailOf } from './members.ts';

/** A role the contract declares for an account, and for which of the roles that share it. */
export interface WantedRole {
  role: string;
  owners: string[];
  location: Location;
}

/** What the account holds on its project, and what of it nobody declares. */
interface Held {
  judging: IamJudging;
  held: RoleGrant[];
  extra: RoleGrant[];
}

/** Misspellings only: other roles of one service are further apart. */
const NEAR = 2;

/** Whether an account holds one declared role: without a condition, since that is what is declared. */
export function judgeWanted(account: RuntimeAccount, want: WantedRole, seen: Held): RawResult {
  const grants = seen.held.filter(({ role }) => role === want.role);
  const plain = grants.find((grant) => grant.plain);
  if (plain === undefined) return lacking(account, want, { ...seen, grants });
  const about = subjectOf(want, seen);
  const holds = `${about.environment}: ${account.email} holds ${want.role}, as declared${citing(want.location)}`;
  const base = { path: plain.path, expected: want.role, source: want.location };
  const [besides] = plain.conditions;
  if (besides === undefined)
    return result('PASS', about, { ...base, observed: want.role, message: `${holds}.` });
  return result('FAIL', about, {
    ...base,
    observed: plain.value,
    message: `${holds}, and once more under ${conditionWords(plain)}, which the contract does not declare.`,
    severity: weigh(seen.judging.view, about.environment, { fieldClass: 'config' }),
    settle: removeConditional(plain, besides),
  });
}

function lacking(account: RuntimeAccount, want: WantedRole, seen: Held & { grants: RoleGrant[] }): RawResult {
  const about = subjectOf(want, seen);
  const { project } = seen.judging.environment;
  const member = `serviceAccount:${account.email}`;
  const [grant] = seen.grants;
  const lacks = `${about.environment}: ${account.email} lacks ${want.role} on project ${project}`;
  const hints = [
    ...(grant === undefined ? [] : [`It holds it only under ${conditionWords(grant)}.`]),
    ...hintsOf(account, want, seen),
  ];
  return result('FAIL', about, {
    message: [
      `${lacks}, which the contract declares for ${listed(want.owners)}${citing(want.location)}.`,
      ...hints,
    ].join(' '),
    path: grant?.path ?? formatPath(['iamPolicy', 'bindings', want.role, member]),
    expected: want.role,
    observed: grant?.value ?? null,
    severity: weigh(seen.judging.view, about.environment, { fieldClass: 'posture' }),
    settle: `${addGrant(project, member, want.role)}; or take it out at ${place(want.location)}`,
    source: want.location,
  });
}

/** What else the policy says that may explain it. */
function hintsOf({ email }: RuntimeAccount, want: WantedRole, { judging, extra }: Held): string[] {
  const others = (judging.grants.project ?? []).filter(({ role }) => role === want.role);
  const groups = others.map(({ member }) => member).filter((member) => member.startsWith('group:'));
  const wasDeleted = others.some(
    ({ member }) => member.startsWith('deleted:serviceAccount:') && emailOf(member) === email,
  );
  const near = extra.find(({ role }) => editDistance(role, want.role) <= NEAR);
  return [
    ...(groups.length === 0
      ? []
      : [
          `${listed(groups)} ${groups.length === 1 ? 'holds' : 'hold'} it; members of groups cannot be seen.`,
        ]),
    ...(wasDeleted
      ? ['A deleted account of the same name held it; one that is made anew starts without.']
      : []),
    ...(near === undefined ? [] : [`It holds ${near.role}: did the contract mean that one?`]),
  ];
}

function subjectOf({ owners }: WantedRole, { judging }: Held): Subject {
  const { environment } = judging;
  return {
    role: owners.length === 1 ? (owners[0] ?? null) : null,
    environment: environment.name,
    resource: `resourcemanager.projects/${environment.project}`,
  };
}
