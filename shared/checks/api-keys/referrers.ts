import type { ReferrerIntent } from '../../contract/sections/api-keys.ts';
import type { RawResult } from '../model.ts';
import { counted, listed, place, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { orDeclare } from '../results/wording.ts';
import { keyLabel, type ObservedApiKey } from './api-key.ts';
import { type ApiKeyJudging, referrerFlags, subjectOfKey, updateKey } from './judging.ts';

const PATH = 'restrictions.browserKeyRestrictions.allowedReferrers';

/** A key's referrers as the contract sorts them. */
export interface SortedReferrers {
  missing: string[];
  /** Required or allowed. */
  good: string[];
  deprecated: string[];
  extra: string[];
}

/** Sorts the referrers of a key; one that is required is never deprecated. */
export function sortReferrers(referrers: readonly string[], intent: ReferrerIntent): SortedReferrers {
  const required = intent.required?.value ?? [];
  const allowed = (intent.allowed?.value ?? []).map((pattern) => new RegExp(pattern));
  const deprecated = (intent.deprecated?.value ?? []).map((pattern) => new RegExp(pattern));
  const sorted: SortedReferrers = {
    missing: required.filter((referrer) => !referrers.includes(referrer)),
    good: [],
    deprecated: [],
    extra: [],
  };
  for (const referrer of referrers) {
    const matches = (pattern: RegExp) => pattern.test(referrer);
    if (required.includes(referrer)) sorted.good.push(referrer);
    else if (deprecated.some(matches)) sorted.deprecated.push(referrer);
    else if (allowed.some(matches)) sorted.good.push(referrer);
    else sorted.extra.push(referrer);
  }
  return sorted;
}

/** Whether a key may be used from where it must, and from nowhere else. */
export function judgeReferrers(key: ObservedApiKey, judging: ApiKeyJudging): RawResult[] {
  const { referrers: intent } = judging.intent;
  if (intent === null) return [];
  if (key.referrers === null) return [everywhere(key, intent, judging)];
  const sorted = sortReferrers(key.referrers, intent);
  return [bounds(key, intent, { judging, sorted }), ...deprecation(key, intent, { judging, sorted })];
}

function everywhere(key: ObservedApiKey, intent: ReferrerIntent, judging: ApiKeyJudging): RawResult {
  const { environment, view } = judging;
  const required = intent.required?.value ?? [];
  const others = key.kinds.filter((kind) => kind.endsWith('KeyRestrictions'));
  const but = others.length === 0 ? '' : ` (it has ${listed(others)})`;
  return result('FAIL', subjectOfKey(judging, key), {
    message: `${environment.name}: ${keyLabel(key)} is not restricted to referrers${but}: any site may use it; the contract restricts it (${place(intent.location)}).`,
    path: PATH,
    expected: required.toSorted(),
    severity: weigh(view, environment.name, { fieldClass: 'posture' }),
    settle: `${updateKey(judging, key, referrerFlags(required))}${orDeclare(intent.location)}`,
    source: intent.location,
  });
}

type Sorted = { judging: ApiKeyJudging; sorted: SortedReferrers };

function bounds(key: ObservedApiKey, intent: ReferrerIntent, { judging, sorted }: Sorted): RawResult {
  const { environment, view } = judging;
  const { missing, extra, good, deprecated } = sorted;
  const about = subjectOfKey(judging, key);
  const label = `${environment.name}: ${keyLabel(key)}`;
  const wanted = [...missing, ...good, ...deprecated].toSorted();
  const base = { path: PATH, expected: wanted, observed: key.referrers };
  if (missing.length === 0 && extra.length === 0) {
    const source = intent.required?.location ?? intent.location;
    const message = `${label} may be used from ${counted(good.length + deprecated.length, 'referrer')}, as declared (${place(source)}).`;
    // A deprecated one that somebody adds is not what is wanted: it is told.
    return result('PASS', about, { ...base, expected: good.toSorted(), source, message });
  }
  const source = (missing.length > 0 ? intent.required?.location : undefined) ?? intent.location;
  const problems = [
    ...(missing.length === 0 ? [] : [`lacks ${listed(missing)}, which the contract requires`]),
    ...(extra.length === 0 ? [] : [`may be used from ${listed(extra)}, which the contract does not allow`]),
  ];
  return result('FAIL', about, {
    ...base,
    message: `${label} ${problems.join(', and ')} (${place(source)}).`,
    severity: weigh(view, environment.name, { fieldClass: extra.length > 0 ? 'posture' : 'config' }),
    settle: `${updateKey(judging, key, referrerFlags(wanted))}${orDeclare(source)}`,
    source,
  });
}

/** Referrers that the contract still tolerates and wants to be rid of: named, and failed where it is asked for. */
function deprecation(key: ObservedApiKey, intent: ReferrerIntent, { judging, sorted }: Sorted): RawResult[] {
  const { environment, view, failOnDeprecated } = judging;
  if (sorted.deprecated.length === 0) return [];
  const source = intent.deprecated?.location ?? intent.location;
  const left = [...sorted.missing, ...sorted.good].toSorted();
  return [
    result(failOnDeprecated ? 'FAIL' : 'INTENTIONAL_DIFF', subjectOfKey(judging, key), {
      message: `${environment.name}: ${keyLabel(key)} may still be used from ${listed(sorted.deprecated)}, which the contract calls deprecated (${place(source)}).`,
      path: PATH,
      expected: left,
      observed: key.referrers,
      severity: weigh(view, environment.name, { fieldClass: 'config' }),
      settle: updateKey(judging, key, referrerFlags(left)),
      source,
    }),
  ];
}
