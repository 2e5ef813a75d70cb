import type { Location } from '../../contract/model.ts';
import type { RawResult } from '../model.ts';
import { blindResult, citing, listed, result, type Subject } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { orDeclare } from '../results/wording.ts';
import { gapWords } from '../view/lookup.ts';
import { type RuntimeAccount, soleRole } from '../view/runtime-accounts.ts';
import type { IamJudging } from './judging.ts';
import { memberKind } from './members.ts';

const ACCOUNTS = { resource: 'iam.serviceAccounts', region: null } as const;

/** Whether a declared runtime account of the project itself is there and can be used. */
export type Standing = 'usable' | 'disabled' | 'absent' | 'unread';

/** Looks a runtime account up; those of other projects are in no list that is read. */
export function standingOf({ email }: RuntimeAccount, { environment, view, grants }: IamJudging): Standing {
  if (memberKind(`serviceAccount:${email}`, grants.home) !== 'account') return 'usable';
  const seen = view.index.document(environment.name, ACCOUNTS, email);
  if (seen.status !== 'found') return seen.status;
  return seen.document.fields.disabled === true ? 'disabled' : 'usable';
}

/** The result of an account that cannot be used; none where it can, or where that was not read. */
export function judgeStanding(account: RuntimeAccount, standing: Standing, judging: IamJudging): RawResult[] {
  if (standing === 'absent') return [absent(account, judging)];
  return standing === 'disabled' ? [disabled(account, judging)] : [];
}

/** One result for all accounts of which it is not known whether they are there. */
export function unreadAccounts(accounts: readonly RuntimeAccount[], judging: IamJudging): RawResult[] {
  const { environment, view } = judging;
  const [first] = accounts;
  if (first === undefined) return [];
  const seen = view.index.document(environment.name, ACCOUNTS, first.email);
  const why = seen.status === 'unread' ? ` (${gapWords(seen.gap)})` : '';
  const names = listed(accounts.map(({ email }) => email));
  const role = accounts.length === 1 ? soleRole(first) : null;
  return [
    blindResult(
      { role, environment: environment.name, resource: null },
      {
        message: `${environment.name}: whether ${names} can be used is not known; the service accounts could not be read${why}.`,
        settle: 'Mend the coverage gap named in the message and run again.',
      },
    ),
  ];
}

function absent(account: RuntimeAccount, judging: IamJudging): RawResult {
  const { environment, view } = judging;
  const location = locationOf(account);
  const [id] = account.email.split('@');
  return result('FAIL', subjectOf(account, judging), {
    message: `${environment.name} has no account ${account.email}, which the contract gives to ${ownersOf(account)}${citing(location)}; nothing can be deployed with it, and it holds no role.`,
    expected: account.email,
    severity: weigh(view, environment.name, { fieldClass: 'posture' }),
    settle: `gcloud iam service-accounts create ${id} --project=${environment.project}${orDeclare(location)}`,
    source: location,
  });
}

function disabled(account: RuntimeAccount, judging: IamJudging): RawResult {
  const { environment, view } = judging;
  const location = locationOf(account);
  return result('FAIL', subjectOf(account, judging), {
    message: `${environment.name}: ${account.email}, which ${ownersOf(account)} ${account.intents.length === 1 ? 'runs' : 'run'} as${citing(location)}, is disabled: it gets no access token.`,
    path: 'disabled',
    expected: false,
    observed: true,
    severity: weigh(view, environment.name, { fieldClass: 'posture' }),
    settle: `gcloud iam service-accounts enable ${account.email} --project=${environment.project}`,
    source: location,
  });
}

function subjectOf(account: RuntimeAccount, { environment }: IamJudging): Subject {
  return {
    role: soleRole(account),
    environment: environment.name,
    resource: `iam.serviceAccounts/${account.email}`,
  };
}

function ownersOf({ intents }: RuntimeAccount): string {
  return listed(intents.map(({ role }) => role));
}

function locationOf({ intents }: RuntimeAccount): Location | null {
  return intents.find(({ serviceAccount }) => serviceAccount !== null)?.serviceAccount?.location ?? null;
}
