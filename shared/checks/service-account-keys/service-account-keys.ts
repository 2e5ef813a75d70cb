import type { Environment } from '../../contract/model.ts';
import { compareText, UNNAMED } from '../../snapshot/model.ts';
import type { Check, CheckContext, RawResult } from '../model.ts';
import { blindResult, counted, listed, result } from '../results/result.ts';
import { gapWords } from '../view/lookup.ts';
import { gapOf } from '../view/reading-index.ts';
import { runtimeAccounts, soleRole } from '../view/runtime-accounts.ts';
import { viewOf } from '../view/view.ts';
import { type AccountKey, accountKeys } from './account-key.ts';
import { judgeKey, type KeyJudging, ruleWords } from './verdict.ts';

const ACCOUNTS = { resource: 'iam.serviceAccounts', region: null } as const;
const KEYS = { resource: 'iam.serviceAccountKeys', region: null } as const;

/** Accounts that could not be looked into are named, this many of them. */
const NAMED = 3;

/** Check 13: no account has a key that it must not have. */
export const serviceAccountKeys: Check = {
  id: 'service-account-keys',
  number: 13,
  title: 'Service account keys',
  explanation:
    'A user-managed key lets whoever holds it act as the account, from anywhere. Every account of the project is looked at, not those of services alone. Keys are forbidden, or allowed up to an age; one that is disabled or has expired still counts, and weighs less, since it can be enabled again. A key that Google found exposed or compromised is critical in every environment, whatever the contract says. Keys that Google manages rotate by themselves and are none; most keys have no end, and that is no fault of its own.',
  run: (context) => context.contract.environments.flatMap((environment) => judge(environment, context)),
};

interface Seen {
  email: string;
  keys: AccountKey[];
}

function judge(environment: Environment, context: CheckContext): RawResult[] {
  const view = viewOf(context);
  const { serviceAccountKeys: rule } = context.contract.iam(environment.name);
  const judging = { environment, view, rule, accounts: runtimeAccounts(environment.name, view) };
  const seen: Seen[] = [];
  const unread: [email: string, why: string][] = [];
  for (const email of emailsOf(judging)) {
    const found = view.index.document(environment.name, KEYS, email);
    if (found.status === 'found') seen.push({ email, keys: accountKeys(found.document.fields, context.now) });
    else unread.push([email, found.status === 'unread' ? gapWords(found.gap) : 'NOT_CAPTURED']);
  }
  const judged = seen.flatMap(({ email, keys }) => keys.flatMap((key) => judgeKey(email, key, judging)));
  const blind = blindness(judging, unread);
  // A project without any account has no key either; one that was not read says nothing.
  const looked = seen.length > 0 || blind.length === 0;
  const holds = looked && judged.every(({ status }) => status === 'PASS');
  return [...judged, ...(holds ? [summary(judging, seen)] : []), ...blind];
}

/** Every account that is known of, also where no more than its name or its keys were read. */
function emailsOf({ environment, view }: KeyJudging): string[] {
  const readings = [ACCOUNTS, KEYS].flatMap(({ resource }) =>
    view.index.readings(environment.name, resource),
  );
  const ids = readings.flatMap(({ documents, gaps }) => [...Object.keys(documents), ...Object.keys(gaps)]);
  const names = ids.map((id) => id.slice(id.indexOf('/') + 1)).filter((name) => name !== UNNAMED);
  return [...new Set(names)].sort(compareText);
}

function summary(judging: KeyJudging, seen: Seen[]): RawResult {
  const { environment, rule } = judging;
  const keyed = seen.filter(({ keys }) => keys.length > 0).length;
  const have =
    keyed === 0
      ? `no user-managed key of ${counted(seen.length, 'account')}`
      : `${keyed} of ${counted(seen.length, 'account')} with user-managed keys, none of them known to have leaked`;
  const about = { role: null, environment: environment.name, resource: null };
  const message = `${environment.name}: ${have}${ruleWords(rule)}.`;
  return result('PASS', about, { message, source: rule?.location ?? null });
}

/** What was not read: the lists as a whole, or the keys of single accounts. */
function blindness(judging: KeyJudging, unread: [email: string, why: string][]): RawResult[] {
  const lists = [ACCOUNTS, KEYS].flatMap(({ resource }) => {
    const why = wholeGap(judging, resource);
    return why === null ? [] : [`${resource} (${why})`];
  });
  const [first] = unread;
  if (lists.length > 0) return [unknown(judging, null, `could not read ${listed(lists)}`)];
  if (first === undefined) return [];
  const names = unread.slice(0, NAMED).map(([email]) => email);
  const rest = unread.length > NAMED ? [counted(unread.length - NAMED, 'other account')] : [];
  const role = unread.length === 1 ? soleRole(judging.accounts.get(first[0])) : null;
  return [unknown(judging, role, `could not read those of ${listed([...names, ...rest])} (${first[1]})`)];
}

/** Why a list is not known whole; null where it is. */
function wholeGap(
  { environment, view }: KeyJudging,
  resource: 'iam.serviceAccounts' | 'iam.serviceAccountKeys',
) {
  const [reading] = view.index.readings(environment.name, resource);
  if (reading === undefined) return 'NOT_CAPTURED';
  if (reading.status !== 'OK') return gapWords(gapOf(reading));
  const gap = reading.gaps[`iam.serviceAccounts/${UNNAMED}`];
  return gap === undefined ? null : gapWords(gap);
}

function unknown({ environment }: KeyJudging, role: string | null, why: string): RawResult {
  return blindResult(
    { role, environment: environment.name, resource: null },
    {
      message: `${environment.name}: whether accounts have user-managed keys is not known; ${why}.`,
      settle: 'Mend the coverage gap named in the message and run again.',
    },
  );
}
