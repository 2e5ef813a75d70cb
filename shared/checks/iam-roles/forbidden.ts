import type { Declared } from '../../contract/model.ts';
import type { RawResult } from '../model.ts';
import { counted, listed, place, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { removeGrant } from './commands.ts';
import { conditionWords, type RoleGrant } from './grants.ts';
import { type IamJudging, placeWords, subjectOfGrant } from './judging.ts';
import { emailOf, isAccount, memberKind } from './members.ts';
import { isGrantedByGoogle } from './service-agents.ts';

/** Accounts of other projects are named, this many of them. */
const NAMED = 3;

/**
 * Every forbidden role that any service account holds, under whatever condition. `told`: paths of the
 * project's policy that were judged as holdings of a runtime account.
 */
export function judgeForbidden(judging: IamJudging, told: ReadonlySet<string>): RawResult[] {
  const ban = judging.iam.forbiddenRoles;
  if (ban === null) return [];
  const { home, all, unread } = judging.grants;
  const held = all.filter(({ member }) => isAccount(memberKind(member, home)));
  const forbidden = held.filter(({ role }) => ban.value.includes(role));
  const excused = forbidden.filter(
    ({ member, role }) => memberKind(member, home) === 'agent' && isGrantedByGoogle(emailOf(member), role),
  );
  const failures = forbidden.filter((grant) => !excused.includes(grant));
  const left = failures.filter(({ at, path }) => !told.has(`${at.id}|${path}`));
  if (failures.length === 0 && unread.length === 0) return [nobody(judging, { ban, held, excused })];
  return left.map((grant) => failure(judging, grant, ban));
}

function failure(judging: IamJudging, grant: RoleGrant, ban: Declared<string[]>): RawResult {
  const { environment, view } = judging;
  const deleted = memberKind(grant.member, judging.grants.home) === 'deleted-account';
  const but = grant.plain ? '' : `, if only under ${conditionWords(grant)}`;
  const back = deleted ? ' The account is deleted; the role comes back with it.' : '';
  return result('FAIL', subjectOfGrant(judging, grant), {
    message: `${environment.name}: ${emailOf(grant.member)} holds ${grant.role} on ${placeWords(grant)}${but}; the contract forbids it to every service account (${place(ban.location)}).${back}`,
    path: grant.path,
    observed: grant.value,
    severity: weigh(view, environment.name, { fieldClass: 'posture', widening: !deleted, reach: !deleted }),
    settle: removeGrant(grant),
    source: ban.location,
  });
}

/** What holds, with what a reader may want to know of it. */
function nobody(
  { environment, grants }: IamJudging,
  { ban, held, excused }: { ban: Declared<string[]>; held: RoleGrant[]; excused: RoleGrant[] },
): RawResult {
  const count = new Set(held.map(({ member }) => member)).size;
  const who = `${counted(count, 'service account')} ${count === 1 ? 'holds' : 'hold'} roles`;
  const none = ban.value.length === 0 ? 'no role is forbidden' : `none holds ${ban.value.join(' or ')}`;
  const kept = excused.map(({ member, role }) => ` ${emailOf(member)} holds ${role} as Google grants it.`);
  return result(
    'PASS',
    { role: null, environment: environment.name, resource: null },
    {
      message: `${environment.name}: ${who}, and ${none} (${place(ban.location)}).${kept.join('')}${guests(held, grants.home)}`,
      source: ban.location,
    },
  );
}

function guests(held: RoleGrant[], home: IamJudging['grants']['home']): string {
  const members = held.map(({ member }) => member).filter((member) => memberKind(member, home) === 'guest');
  const emails = [...new Set(members.map(emailOf))];
  if (emails.length === 0) return '';
  const rest = emails.length > NAMED ? [counted(emails.length - NAMED, 'other')] : [];
  return ` Of other projects: ${listed([...emails.slice(0, NAMED), ...rest])}.`;
}
