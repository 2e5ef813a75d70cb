import type { Declared, Environment } from '../../contract/model.ts';
import type { AccountKeyPolicy } from '../../contract/sections/iam.ts';
import type { Severity } from '../../findings/model.ts';
import type { CheckStatus, RawResult } from '../model.ts';
import { counted, place, result, type Subject } from '../results/result.ts';
import { type Weight, weigh } from '../results/weigh.ts';
import { type RuntimeAccount, soleRole } from '../view/runtime-accounts.ts';
import type { EstateView } from '../view/view.ts';
import type { AccountKey } from './account-key.ts';

/** What the keys of one environment's accounts are judged by. */
export interface KeyJudging {
  environment: Environment;
  view: EstateView;
  /** Null where the contract sets no rule: then nothing but a leak is wrong. */
  rule: Declared<AccountKeyPolicy> | null;
  accounts: ReadonlyMap<string, RuntimeAccount>;
}

/** What one key of an account comes to; nothing where no rule speaks of it. */
export function judgeKey(email: string, key: AccountKey, judging: KeyJudging): RawResult[] {
  const verdict = verdictOf(key, judging);
  if (verdict === null) return [];
  const { environment, rule } = judging;
  return [
    result(verdict.status, subjectOfAccount(email, judging), {
      message: `${environment.name}: ${email} has ${keyWords(key)}${ruleWords(rule)}.`,
      path: key.path,
      observed: stateOf(key),
      expected: verdict.expected,
      severity: verdict.severity,
      settle: `gcloud iam service-accounts keys delete ${key.id} --iam-account=${email} --project=${environment.project}`,
      source: rule?.location ?? null,
    }),
  ];
}

/** What a result about an account is about, with the one role that runs as it. */
export function subjectOfAccount(email: string, { environment, accounts }: KeyJudging): Subject {
  return {
    role: soleRole(accounts.get(email)),
    environment: environment.name,
    resource: `iam.serviceAccounts/${email}`,
  };
}

/** The rule, for the end of a sentence. */
export function ruleWords(rule: KeyJudging['rule']): string {
  if (rule === null) return '; the contract sets no rule for keys';
  if (rule.value === 'forbidden') return `; the contract forbids keys (${place(rule.location)})`;
  const limit = counted(rule.value.maxAgeDays, 'day');
  return `; the contract allows keys for ${limit} (${place(rule.location)})`;
}

interface KeyVerdict {
  status: CheckStatus;
  severity: Severity;
  expected: string | null;
}

function verdictOf(key: AccountKey, { environment, view, rule }: KeyJudging): KeyVerdict | null {
  if (key.leak !== null) return { status: 'FAIL', severity: 'critical', expected: 'no such key' };
  if (rule === null) return null;
  const weighed = (weight: Weight) =>
    weigh(view, environment.name, key.idle === null ? weight : { fieldClass: 'config' });
  if (rule.value === 'forbidden') {
    const severity = weighed({ fieldClass: 'posture', widening: true, reach: true });
    return { status: 'FAIL', severity, expected: 'no user-managed key' };
  }
  const { maxAgeDays } = rule.value;
  const expected = `at most ${counted(maxAgeDays, 'day')} old`;
  const severity = weighed({ fieldClass: 'posture' });
  if (key.since === null) return { status: 'REVIEW_REQUIRED', severity, expected };
  return { status: key.isOlderThan(maxAgeDays) ? 'FAIL' : 'PASS', severity, expected };
}

function keyWords(key: AccountKey): string {
  const leak = key.leak === null ? '' : `, which Google found ${LEAKS[key.leak] ?? 'leaked'}`;
  const idle = key.idle === null ? '' : ` and ${key.idle}`;
  return `a user-managed key ${key.id.slice(0, 12)}, ${sinceWords(key)}${idle}${leak}`;
}

const LEAKS: Record<string, string> = {
  EXPOSED: 'exposed to the public',
  COMPROMISE_DETECTED: 'in the hands of an attacker',
};

/** By the day, not by the age: what is said of a key that nobody touches stays the same. */
function sinceWords({ since }: AccountKey): string {
  return since === null ? 'of unknown age' : `valid since ${since.slice(0, 10)}`;
}

/** What makes it another finding: a key that turns out to have leaked is told again. */
function stateOf(key: AccountKey): string {
  return key.leak === null ? sinceWords(key) : `${sinceWords(key)}, ${key.leak}`;
}
