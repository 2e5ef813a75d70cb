import { formatPath } from '../../snapshot/path.ts';
import type { RawResult } from '../model.ts';
import { result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import type { RuntimeAccount } from '../view/runtime-account.ts';
import { subjectOfWorkload, updateWorkload, type Workload } from '../view/workload.ts';
import type { Deployed } from './deployed.ts';

/** What keeps a revision from running as its account; nothing where it exists and is enabled, and where that was not read. */
export function accountResults(account: RuntimeAccount, deployed: Deployed): RawResult[] {
  const { workload, role, judging } = deployed;
  if (account.status === 'ready' || account.status === 'unread') return [];
  const about = subjectOfWorkload(workload, role);
  const path = formatPath([...workload.at, 'serviceAccount']);
  const who = account.email ?? 'the default compute account';
  const as = `${workload.label} runs as ${who}`;
  if (account.status === 'foreign')
    return [
      result('REVIEW_REQUIRED', about, {
        message: `${as}, an account of a project that is not of the contract; whether it exists is not captured.`,
        path,
        observed: account.email,
        settle: updateWorkload(workload, '--service-account=ACCOUNT'),
      }),
    ];
  const missing = account.status === 'missing';
  return [
    result('FAIL', about, {
      message: `${as}, ${missing ? `which does not exist in ${account.project}` : 'which is disabled'}: the next revision could not start.`,
      path,
      expected: 'an enabled account',
      // As it is set: the number of the default account is known only while services can be read.
      observed: workload.template.serviceAccount ?? null,
      severity: weigh(judging.view, workload.environment, { fieldClass: 'posture' }),
      settle: missing
        ? bringBack(account, workload)
        : `gcloud iam service-accounts enable ${who} --project=${account.project}`,
    }),
  ];
}

/** The default account cannot be made by hand; any other can, and one deleted lately still has its roles. */
function bringBack(
  { email, project }: { email: string | null; project: string },
  workload: Workload,
): string {
  const another = updateWorkload(workload, '--service-account=ACCOUNT');
  const [id, host] = email?.split('@') ?? [];
  if (host !== `${project}.iam.gserviceaccount.com`) return another;
  return `gcloud iam service-accounts create ${id} --project=${project}; or undelete it within 30 days, which keeps its roles; or ${another}`;
}
