import type { RawResult } from '../model.ts';
import { citing, listed, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { part } from '../view/containers.ts';
import { removeGrant } from './commands.ts';
import type { RoleGrant } from './grants.ts';
import { type IamJudging, placeWords, subjectOfGrant } from './judging.ts';
import { emailOf, type MemberKind, memberKind, numberOf } from './members.ts';

/**
 * Members that no rule speaks of and that are not known to belong here: to be looked at. `told`: grants that
 * failed already.
 */
export function judgeStrangers(judging: IamJudging, told: ReadonlySet<string>): RawResult[] {
  const { home, all } = judging.grants;
  const results: RawResult[] = [];
  const unnumbered: RoleGrant[] = [];
  for (const grant of all) {
    if (told.has(`${grant.at.id}|${grant.path}`)) continue;
    const kind = memberKind(grant.member, home);
    if (kind === 'foreign-agent' && home.number === null) unnumbered.push(grant);
    else results.push(...reviewOf(judging, grant, kind));
  }
  return unnumbered.length === 0 ? results : [...results, whoseAgents(judging, unnumbered)];
}

const WHY: Partial<Record<MemberKind, (grant: RoleGrant, judging: IamJudging) => string>> = {
  'foreign-agent': ({ member }) => {
    const number = numberOf(member);
    return number === null
      ? 'an agent of Google whose name tells no project number'
      : `an agent of Google for project ${number}, which is not this one`;
  },
  lookalike: () =>
    "an account that is named like an agent of Google, in a domain that is not known to be Google's",
  'deleted-account': ({ member }, judging) => `an account that was deleted${anew(member, judging)}`,
  unknown: () => 'a kind of member that Plumbline does not know',
};

function reviewOf(judging: IamJudging, grant: RoleGrant, kind: MemberKind): RawResult[] {
  const why = WHY[kind]?.(grant, judging);
  if (why === undefined) return [];
  const { environment, view } = judging;
  const settle = `${removeGrant(grant)}; or waive iam-roles for path ${grant.path} with an expiry`;
  return [
    result('REVIEW_REQUIRED', subjectOfGrant(judging, grant), {
      message: `${environment.name}: ${grant.member} holds ${grant.role} on ${placeWords(grant)}: ${why}.`,
      path: grant.path,
      observed: grant.value,
      severity: weigh(view, environment.name, { fieldClass: 'posture' }),
      settle,
    }),
  ];
}

/** Where an account of the same name is there again, it is another one. */
function anew(member: string, { environment, view }: IamJudging): string {
  const scope = { resource: 'iam.serviceAccounts', region: null } as const;
  const seen = view.index.document(environment.name, scope, emailOf(member));
  if (seen.status !== 'found') return '; its roles come back with it';
  const { uniqueId } = part(seen.document.fields);
  return `, while ${emailOf(member)} was made anew (${typeof uniqueId === 'string' ? uniqueId : 'another id'}) and does not hold this`;
}

/** One result for all of Google's agents, where nobody knows the number they must have. */
function whoseAgents({ environment, view }: IamJudging, held: RoleGrant[]): RawResult {
  const numbers = listed([...new Set(held.map(({ member }) => numberOf(member) ?? 'none'))]);
  return result(
    'REVIEW_REQUIRED',
    { role: null, environment: environment.name, resource: null },
    {
      message: `${environment.name}: whether Google's agents that hold roles (of project number ${numbers}) are those of ${environment.project} is not known; the contract does not state its number${citing(environment.location)}.`,
      severity: weigh(view, environment.name, { fieldClass: 'config' }),
      settle: `Declare projectNumber for ${environment.name} in the contract: gcloud projects describe ${environment.project} --format='value(projectNumber)'`,
      source: environment.location,
    },
  );
}
