import type { RawResult } from '../model.ts';
import { listed, place, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import type { RuntimeAccount } from '../view/runtime-accounts.ts';
import { removeGrant } from './commands.ts';
import { conditionWords, type RoleGrant } from './grants.ts';
import { type IamJudging, placeWords, subjectOfGrant } from './judging.ts';
import { judgeWanted, type WantedRole } from './wanted.ts';

/** What a runtime account is granted on its project, held against what the contract declares for it. */
export function judgeHoldings(account: RuntimeAccount, judging: IamJudging): RawResult[] {
  const wanted = wantedRoles(account);
  if (wanted === null || judging.grants.project === null) return [];
  const held = judging.grants.byMember.get(`serviceAccount:${account.email}`) ?? [];
  const extra = held.filter(({ role }) => !wanted.some((want) => want.role === role));
  return [
    ...wanted.map((want) => judgeWanted(account, want, { judging, held, extra })),
    ...extra.map((grant) => undeclared(account, grant, judging)),
  ];
}

/** Whether the roles that an account holds are declared at all. */
export function declaresRoles({ intents }: RuntimeAccount): boolean {
  return intents.some(({ roles }) => roles !== null);
}

/** The union of what the roles that share the account declare; null where none of them declares anything. */
function wantedRoles(account: RuntimeAccount): WantedRole[] | null {
  if (!declaresRoles(account)) return null;
  const wanted = new Map<string, WantedRole>();
  for (const { role: owner, roles } of account.intents) {
    if (roles === null) continue;
    for (const role of roles.value) {
      const known = wanted.get(role);
      if (known !== undefined) known.owners.push(owner);
      else wanted.set(role, { role, owners: [owner], location: roles.location });
    }
  }
  return [...wanted.values()];
}

/** A role nobody declares: the runtime identity is wider than the contract says. */
function undeclared(account: RuntimeAccount, grant: RoleGrant, judging: IamJudging): RawResult {
  const { environment, view, iam } = judging;
  const owners = listed(account.intents.map(({ role }) => role));
  const [location] = account.intents.flatMap(({ roles }) => (roles === null ? [] : [roles.location]));
  const only = grant.plain ? '' : ` under ${conditionWords(grant)}`;
  const ban = iam.forbiddenRoles?.value.includes(grant.role)
    ? ` It is a forbidden role (${place(iam.forbiddenRoles.location)}).`
    : '';
  const where = location === undefined ? '' : ` (${place(location)})`;
  return result('FAIL', subjectOfGrant(judging, grant), {
    message: `${environment.name}: ${account.email} holds ${grant.role} on ${placeWords(grant)}${only}, which the contract does not declare for ${owners}${where}.${ban}`,
    path: grant.path,
    observed: grant.value,
    severity: weigh(view, environment.name, { fieldClass: 'posture', widening: true, reach: true }),
    settle: `${removeGrant(grant)}; or declare it under roles${location === undefined ? '' : ` at ${place(location)}`}`,
    source: location ?? null,
  });
}
