import type { RawResult } from '../model.ts';
import { listed, place, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { orDeclare } from '../results/wording.ts';
import { keyLabel, type ObservedApiKey } from './api-key.ts';
import { type ApiKeyJudging, subjectOfKey, targetFlags, updateKey } from './judging.ts';

const PATH = 'restrictions.apiTargets';

/** Whether a key opens exactly the declared APIs. */
export function judgeTargets(key: ObservedApiKey, judging: ApiKeyJudging): RawResult[] {
  const { targets } = judging.intent;
  if (targets === null) return [];
  const expected = targets.value.toSorted().map((service) => ({ service }));
  const about = subjectOfKey(judging, key);
  const label = `${judging.environment.name}: ${keyLabel(key)}`;
  const base = { path: PATH, expected, observed: key.targets, source: targets.location };
  const problems = problemsOf(key, targets.value);
  if (problems.length === 0) {
    const message = `${label} opens ${listed(targets.value)} and nothing else, as declared (${place(targets.location)}).`;
    return [result('PASS', about, { ...base, message })];
  }
  const widens = key.services === null || beyond(key, targets.value).length > 0;
  const undecided = problems.length === 1 && key.partly.length > 0;
  return [
    result(undecided ? 'REVIEW_REQUIRED' : 'FAIL', about, {
      ...base,
      message: `${label} ${problems.join(', and ')} (${place(targets.location)}).`,
      severity: weigh(judging.view, judging.environment.name, { fieldClass: widens ? 'posture' : 'config' }),
      settle: `${updateKey(judging, key, targetFlags(targets.value))}${orDeclare(targets.location)}`,
    }),
  ];
}

/** The APIs a key opens that are not declared. */
export function beyond({ services }: ObservedApiKey, declared: readonly string[]): string[] {
  return (services ?? []).filter((service) => !declared.includes(service));
}

function problemsOf(key: ObservedApiKey, declared: readonly string[]): string[] {
  if (key.services === null)
    return [
      `is restricted to no API and opens all that the project has; the contract wants ${listed(declared)}`,
    ];
  const missing = declared.filter((service) => !key.services?.includes(service));
  const extra = beyond(key, declared);
  return [
    ...(missing.length === 0 ? [] : [`does not open ${listed(missing)}, which the contract wants`]),
    ...(extra.length === 0 ? [] : [`opens ${listed(extra)}, which the contract does not declare`]),
    ...(key.partly.length === 0 ? [] : [`opens single methods only of ${listed(key.partly)}`]),
  ];
}
