import { worse } from '../../findings/severity.ts';
import { formatPath } from '../../snapshot/path.ts';
import type { RawResult } from '../model.ts';
import { blindResult, place, result } from '../results/result.ts';
import { shellWord } from '../results/shell-word.ts';
import { weigh } from '../results/weigh.ts';
import { orDeclare } from '../results/wording.ts';
import { isAsOld, keyLabel, newestFirst, type ObservedApiKey } from './api-key.ts';
import { type ApiKeyJudging, referrerFlags, subjectOfKey, targetFlags, updateKey } from './judging.ts';
import { judgeReferrers, sortReferrers } from './referrers.ts';
import { beyond, judgeTargets } from './targets.ts';

/** Judges the newest of the keys that match (all that are as new), and looks at the older ones. `whole`: every key was read. */
export function judgeChoice(keys: ObservedApiKey[], judging: ApiKeyJudging, whole: boolean): RawResult[] {
  // Display names are for people, who mind no letter case.
  const name = new RegExp(judging.intent.name, 'i');
  const matching = newestFirst(keys.filter(({ displayName }) => name.test(displayName)));
  const [newest] = matching;
  if (newest === undefined) return whole ? [missing(judging)] : [];
  if (matching.length > 1 && matching.some(({ createTime }) => createTime === null))
    return [undated(judging, matching)];
  // Of keys that were made in one instant none is the older one.
  return matching.flatMap((key) =>
    isAsOld(key, newest) ? judgeNewest(key, judging) : [judgeOlder(key, newest, judging)],
  );
}

function judgeNewest(key: ObservedApiKey, judging: ApiKeyJudging): RawResult[] {
  const account = key.account === null ? [] : [actsAs(key, key.account, judging)];
  if (key.kinds.length === 0) return [...account, unrestricted(key, judging)];
  const { intent, environment } = judging;
  const results = [...judgeTargets(key, judging), ...judgeReferrers(key, judging)];
  if (results.length > 0) return [...account, ...results];
  const message = `${environment.name}: ${keyLabel(key)} is there and restricted; the contract declares no more of it (${place(intent.location)}).`;
  return [
    ...account,
    result('PASS', subjectOfKey(judging, key), { message, path: 'restrictions', source: intent.location }),
  ];
}

function unrestricted(key: ObservedApiKey, judging: ApiKeyJudging): RawResult {
  const { intent, environment, view } = judging;
  const flags = restrictionFlags(judging).trimStart();
  const weight = { fieldClass: 'posture', widening: true, reach: true } as const;
  return result('FAIL', subjectOfKey(judging, key), {
    message: `${environment.name}: ${keyLabel(key)} has no restriction at all: whoever has it may use every API of the project from anywhere (${place(intent.location)}).`,
    path: 'restrictions',
    expected: 'restricted',
    severity: worse('high', weigh(view, environment.name, weight)),
    settle: updateKey(judging, key, flags === '' ? '--api-target=service=SERVICE' : flags),
    source: intent.location,
  });
}

/** The flags that restrict a key as the contract does; empty where it says no more than the name. */
function restrictionFlags({ intent: { targets, referrers } }: ApiKeyJudging): string {
  const flags = [
    ...(targets === null ? [] : [targetFlags(targets.value)]),
    ...(referrers === null ? [] : [referrerFlags(referrers.required?.value ?? [])]),
  ];
  return flags.map((flag) => ` ${flag}`).join('');
}

/** A name that a simple pattern matches; the pattern itself, to be put into words, where it is not so simple. */
function plainName(pattern: string): string {
  return pattern.replace(/^\^/, '').replace(/(?:\\b|\$)$/, '');
}

function missing(judging: ApiKeyJudging): RawResult {
  const { intent, environment, view } = judging;
  return result('FAIL', subjectOfKey(judging, null), {
    message: `${environment.name} has no API key whose display name matches ${intent.name} (${place(intent.location)}).`,
    path: formatPath(['apiKeys', intent.name]),
    expected: intent.name,
    severity: weigh(view, environment.name, { fieldClass: 'posture' }),
    settle: `gcloud services api-keys create --project=${environment.project} --display-name=${shellWord(plainName(intent.name))}${restrictionFlags(judging)}${orDeclare(intent.location)}`,
    source: intent.location,
  });
}

/** An older key still works; that it opens no more than the newest one may is all that can be asked of it. */
function judgeOlder(key: ObservedApiKey, newest: ObservedApiKey, judging: ApiKeyJudging): RawResult {
  const { intent, environment, view } = judging;
  const wide = isWider(key, judging);
  const label = `${environment.name}: ${keyLabel(key)} is older than ${keyLabel(newest)}`;
  return result(wide ? 'REVIEW_REQUIRED' : 'PASS', subjectOfKey(judging, key), {
    message: wide
      ? `${label}, still works, and opens more than the contract allows (${place(intent.location)}).`
      : `${label}, still works, and opens no more than the contract allows (${place(intent.location)}).`,
    path: 'restrictions',
    observed: key.createTime,
    severity: weigh(view, environment.name, { fieldClass: 'posture' }),
    settle: `gcloud services api-keys delete ${key.uid} --project=${environment.project}`,
    source: intent.location,
  });
}

function isWider(key: ObservedApiKey, { intent }: ApiKeyJudging): boolean {
  const { targets, referrers } = intent;
  if (key.kinds.length === 0 || key.account !== null) return true;
  const opens = targets !== null && (key.services === null || beyond(key, targets.value).length > 0);
  return (
    opens ||
    (referrers !== null &&
      (key.referrers === null || sortReferrers(key.referrers, referrers).extra.length > 0))
  );
}

function undated(judging: ApiKeyJudging, keys: ObservedApiKey[]): RawResult {
  const { intent, environment } = judging;
  return blindResult(subjectOfKey(judging, null), {
    message: `${environment.name}: which of ${keys.map(keyLabel).join(' and ')} is the newest is not known; no time of creation was read (${place(intent.location)}).`,
    settle: 'Delete the keys that are no longer used, or read them again.',
    source: intent.location,
  });
}

/** A key bound to an account needs no other proof of who is calling. */
function actsAs(key: ObservedApiKey, account: string, judging: ApiKeyJudging): RawResult {
  const { intent, environment, view } = judging;
  return result('REVIEW_REQUIRED', subjectOfKey(judging, key), {
    message: `${environment.name}: whoever has ${keyLabel(key)} acts as ${account}; the contract cannot say so (${place(intent.location)}).`,
    path: 'serviceAccountEmail',
    observed: account,
    severity: weigh(view, environment.name, { fieldClass: 'posture', widening: true, reach: true }),
    settle: `Make a key that is bound to no account and delete this one, or waive api-keys for path serviceAccountEmail.`,
    source: intent.location,
  });
}
