import type { Declared } from '../../contract/model.ts';
import type { RawResult } from '../model.ts';
import { listed, place, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { removeGrant } from './commands.ts';
import { conditionWords, type RoleGrant } from './grants.ts';
import { type IamJudging, placeWords, subjectOfGrant } from './judging.ts';
import { memberKind } from './members.ts';

/** Every role that somebody holds who is not on the list of people; a condition excuses nobody. */
export function judgePeople(judging: IamJudging): RawResult[] {
  const { humans } = judging.iam;
  const { all, unread, home } = judging.grants;
  const kinds = new Set(['person', 'everybody']);
  const people = all.filter(({ member }) => kinds.has(memberKind(member, home)));
  if (humans === null)
    return people
      .filter(({ member }) => memberKind(member, home) === 'everybody')
      .map((grant) => undecided(judging, grant));
  const strangers = people.filter(({ member }) => !humans.value.includes(member));
  if (strangers.length > 0) return strangers.map((grant) => stranger(judging, grant, humans));
  return unread.length > 0 ? [] : [onlyListed(judging, people, humans)];
}

function stranger(judging: IamJudging, grant: RoleGrant, humans: Declared<string[]>): RawResult {
  const { environment, view } = judging;
  const deleted = grant.member.startsWith('deleted:');
  const notes = [
    ...(grant.plain ? [] : [`That it holds it only under ${conditionWords(grant)} excuses nobody.`]),
    ...(deleted ? ['It is deleted; the role comes back with it.'] : []),
    ...(grant.member.startsWith('group:') ? ['Who is in a group cannot be seen.'] : []),
  ];
  const holds = `${environment.name}: ${grant.member} holds ${grant.role} on ${placeWords(grant)}`;
  return result('FAIL', subjectOfGrant(judging, grant), {
    message: [`${holds}, and is not on the list of people (${place(humans.location)}).`, ...notes].join(' '),
    path: grant.path,
    observed: grant.value,
    severity: weigh(view, environment.name, { fieldClass: 'posture', widening: !deleted, reach: !deleted }),
    // Nobody lists everybody as a person by mistake.
    settle:
      memberKind(grant.member, judging.grants.home) === 'everybody'
        ? removeGrant(grant)
        : `${removeGrant(grant)}; or list ${grant.member} at ${place(humans.location)}`,
    source: humans.location,
  });
}

/** Nobody said who may, but hardly everybody. */
function undecided(judging: IamJudging, grant: RoleGrant): RawResult {
  const { environment, view } = judging;
  return result('REVIEW_REQUIRED', subjectOfGrant(judging, grant), {
    message: `${environment.name}: ${grant.member} holds ${grant.role} on ${placeWords(grant)}; the contract does not say who may hold roles here.`,
    path: grant.path,
    observed: grant.value,
    severity: weigh(view, environment.name, { fieldClass: 'posture', widening: true, reach: true }),
    settle: `${removeGrant(grant)}; or declare iam.humans for ${environment.name}`,
  });
}

function onlyListed({ environment }: IamJudging, people: RoleGrant[], humans: Declared<string[]>): RawResult {
  const names = [...new Set(people.map(({ member }) => member))];
  const groups = names.filter((name) => name.startsWith('group:'));
  const held =
    names.length === 0
      ? 'nobody holds a role'
      : `${listed(names)} ${names.length === 1 ? 'holds' : 'hold'} roles, as listed, and nobody else`;
  const unseen = groups.length === 0 ? '' : ` Who is in ${listed(groups)} cannot be seen.`;
  return result(
    'PASS',
    { role: null, environment: environment.name, resource: null },
    {
      message: `${environment.name}: ${held} (${place(humans.location)}).${unseen}`,
      source: humans.location,
    },
  );
}
