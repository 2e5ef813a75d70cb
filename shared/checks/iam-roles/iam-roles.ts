import type { Environment, RoleIntent } from '../../contract/model.ts';
import type { Check, CheckContext, RawResult } from '../model.ts';
import { blindResult, listed } from '../results/result.ts';
import { type RuntimeAccount, runtimeAccounts, unseenAccounts } from '../view/runtime-accounts.ts';
import { viewOf } from '../view/view.ts';
import { judgeStanding, standingOf, unreadAccounts } from './accounts.ts';
import { judgeForbidden } from './forbidden.ts';
import type { IamJudging } from './judging.ts';
import { judgePeople } from './people.ts';
import { grantsOf } from './policies.ts';
import { declaresRoles, judgeHoldings } from './runtime.ts';
import { judgeStrangers } from './strangers.ts';

/** Check 12: runtime accounts hold exactly their roles, and nobody holds one who must not. */
export const iamRoles: Check = {
  id: 'iam-roles',
  number: 12,
  title: 'IAM roles',
  explanation:
    "The account a service runs as exists, is enabled, and holds exactly the declared roles on its project; conditions are part of a grant, so that a conditional one is not the one that is declared. No service account holds a forbidden role, and nobody who is not on the list of people holds any role on the project, its services, jobs or secrets: a condition excuses nobody. Google's own agents are known by pattern and project number. What is granted above the project, and who is in a group, cannot be seen.",
  run: (context) => context.contract.environments.flatMap((environment) => judge(environment, context)),
};

function judge(environment: Environment, context: CheckContext): RawResult[] {
  const view = viewOf(context);
  const judging: IamJudging = {
    environment,
    view,
    grants: grantsOf(environment, view),
    iam: context.contract.iam(environment.name),
    accounts: runtimeAccounts(environment.name, view),
  };
  const runtime = judgeRuntime(judging);
  const forbidden = judgeForbidden(judging, pathsOf(runtime));
  const people = judgePeople(judging);
  const told = pathsOf([...runtime, ...forbidden]);
  const stated = judging.iam.humans !== null || judging.iam.forbiddenRoles !== null;
  return [
    ...runtime,
    ...forbidden,
    ...people,
    ...(stated ? judgeStrangers(judging, told) : []),
    ...unread(judging, stated),
  ];
}

function judgeRuntime(judging: IamJudging): RawResult[] {
  const results: RawResult[] = [];
  const unread: RuntimeAccount[] = [];
  // Where the contract does not say what an account holds, nothing is asserted of it.
  for (const account of [...judging.accounts.values()].filter(declaresRoles)) {
    const standing = standingOf(account, judging);
    results.push(...judgeStanding(account, standing, judging));
    if (standing === 'unread') unread.push(account);
    // An account that is not there holds nothing; that it is missing says so once.
    if (standing !== 'absent') results.push(...judgeHoldings(account, judging));
  }
  const { environment, view } = judging;
  const unseen = unseenAccounts(environment.name, view).filter(({ roles }) => roles !== null);
  return [...results, ...unreadAccounts(unread, judging), ...unseen.map(unseenAccount)];
}

function unseenAccount({ role, environment }: RoleIntent): RawResult {
  return blindResult(
    { role, environment, resource: null },
    {
      message: `${environment}: what ${role} runs as is not known, and so not what it holds; its service was not read, or is being deployed.`,
      settle: `Declare serviceAccount for ${role}, or mend the coverage gap and run again.`,
    },
  );
}

/** Results of failed grants, by policy and path. */
function pathsOf(results: readonly RawResult[]): Set<string> {
  return new Set(
    results
      .filter(({ status, path }) => status === 'FAIL' && path !== null)
      .map(({ resource, path }) => `${resource}|${path}`),
  );
}

/** What was not read of the policies that the contract speaks of. */
function unread(judging: IamJudging, stated: boolean): RawResult[] {
  const { environment, grants, accounts } = judging;
  const wanting = grants.project === null && [...accounts.values()].some(declaresRoles);
  if (grants.unread.length === 0 || !(stated || wanting)) return [];
  const what = listed(stated ? grants.unread : grants.unread.slice(0, 1));
  return [
    blindResult(
      { role: null, environment: environment.name, resource: null },
      {
        message: `${environment.name}: not everybody who holds a role is known; could not read ${what}.`,
        settle: 'Mend the coverage gap named in the message and run again.',
      },
    ),
  ];
}
