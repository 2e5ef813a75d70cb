import type { Check, RawResult } from '../model.ts';
import { eachRoleAndEstate, type Judging, judgePlaces } from '../results/each-role.ts';
import { blindResult, counted, result } from '../results/result.ts';
import { runtimeAccount } from '../view/runtime-account.ts';
import { secretReferences } from '../view/secret-references.ts';
import { otherWorkloads, subjectOfWorkload, unreadWorkloads, workloadOf } from '../view/workload.ts';
import { accessResults, lackingAccess } from './access.ts';
import { accountResults } from './account.ts';
import type { Deployed } from './deployed.ts';
import { referenceResults } from './references.ts';
import { unreadResults } from './unread.ts';

/** Check 16: the next revision could start. */
export const deployable: Check = {
  id: 'deployable',
  number: 16,
  title: 'Deployable',
  explanation:
    'Cloud Run looks every secret up when it starts a revision: each reference must resolve to an enabled version, and the runtime account must exist, be enabled and be let read it, by the secret’s own policy or its project’s. What a group, a condition or a custom role grants cannot be told from here and is left to a person. Policies of folders and of the organisation are not read.',
  run: eachRoleAndEstate(
    (role, judging) =>
      judgePlaces(role, judging.view, (service) =>
        judgeWorkload({ workload: workloadOf(service), role: role.role, judging }),
      ),
    (judging) => judging.view.contract.environments.flatMap(({ name }) => ofNoRole(name, judging)),
  ),
};

function ofNoRole(environment: string, judging: Judging): RawResult[] {
  const { view } = judging;
  const about = { role: null, environment, resource: null };
  return [
    ...otherWorkloads(view, environment).flatMap((workload) =>
      judgeWorkload({ workload, role: null, judging }),
    ),
    ...unreadWorkloads(view, environment).map((why) =>
      blindResult(about, {
        message: `${environment}: ${why}, so whether they could start is not judged.`,
        settle: 'Mend the coverage gap and run again.',
      }),
    ),
  ];
}

function judgeWorkload(deployed: Deployed): RawResult[] {
  const { workload, role, judging } = deployed;
  const account = runtimeAccount(workload, judging.view);
  const references = secretReferences(workload, judging.view);
  const access = lackingAccess(account, references, deployed);
  const results = [
    ...accountResults(account, deployed),
    ...referenceResults(references, deployed),
    ...accessResults(account.email ?? '', access, deployed),
    ...unreadResults(account, { references, access }, deployed),
  ];
  if (results.length > 0) return results;
  const message = () => {
    const takes =
      references.length === 0
        ? 'it takes no secret'
        : `${counted(references.length, 'secret reference')}, each to an enabled version that it may read`;
    return `${workload.label} could start as ${account.email}: ${takes}.`;
  };
  return [result('PASS', subjectOfWorkload(workload, role), { message })];
}
