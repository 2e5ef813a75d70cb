import { JudgedCheck } from '../checks/evaluation/judged-check.ts';
import type { CheckReport, CheckResult } from '../checks/model.ts';
import { canonicalJson } from '../snapshot/canonical-json.ts';
import type { Json } from '../snapshot/json.ts';
import { compareText } from '../snapshot/model.ts';
import { findingFingerprint, resourceOf, valueHash } from './identity.ts';
import type { Finding } from './model.ts';
import type { ObserveInput } from './observe.ts';
import { compareSeverity } from './severity.ts';

/** One finding for every FAIL; results that would have one identity (a service in two pairs) are one finding. */
export function violationsOf(input: ObserveInput): Finding[] {
  const groups = new Map<string, { check: CheckReport; results: CheckResult[] }>();
  for (const check of input.evaluation.checks) {
    for (const result of JudgedCheck.openOf(check)) {
      if (result.status !== 'FAIL') continue;
      const fingerprint = resultFingerprint(input.contract.estate, check.id, result);
      const group = groups.get(fingerprint) ?? { check, results: [] };
      group.results.push(result);
      groups.set(fingerprint, group);
    }
  }
  return [...groups].map(([fingerprint, group]) => violation(input, fingerprint, group));
}

/** The fingerprint of a check's result, whatever its status. */
export function resultFingerprint(estate: string, rule: string, result: CheckResult): string {
  const { environment, path } = result;
  return (
    result.fingerprint ??
    findingFingerprint({ estate, environment, resource: resourceOf(result), path, rule })
  );
}

function violation(
  input: ObserveInput,
  fingerprint: string,
  group: { check: CheckReport; results: CheckResult[] },
): Finding {
  const results = group.results.toSorted(
    (a, b) => compareSeverity(a.severity, b.severity) || compareText(textOf(a), textOf(b)),
  );
  const [worst] = results;
  if (worst === undefined) throw new Error('a violation without a result');
  const observed = inOrder(results.map((result) => result.observed));
  return {
    fingerprint,
    valueHash: valueHash(input.fingerprintOf, observed.length === 1 ? worst.observed : observed),
    kind: 'violation',
    severity: worst.severity,
    environment: worst.environment,
    ...comparedWith(results),
    role: worst.role,
    resource: resourceOf(worst),
    path: worst.path,
    rule: group.check.id,
    message: [...new Set(results.map(({ message }) => message))].join(' '),
    before: null,
    after: worst.observed,
    expected: worst.expected,
    actor: null,
    source: worst.source === null ? null : `${worst.source.file}:${worst.source.line}`,
    settle: worst.settle,
  };
}

function comparedWith(results: CheckResult[]): Pick<Finding, 'comparedWith'> {
  const others = results.flatMap((one) => one.environments.filter((name) => name !== one.environment));
  return others.length === 0 ? {} : { comparedWith: [...new Set(others)].toSorted(compareText) };
}

/** Everything by which two results of one identity may differ. */
function textOf({ message, environments, expected, observed }: CheckResult): string {
  return canonicalJson([message, environments, expected, observed]);
}

/** Distinct values in an order of their own, so that the order of results changes nothing. */
function inOrder(values: Json[]): Json[] {
  const byText = new Map(values.map((value) => [canonicalJson(value), value]));
  return [...byText].toSorted(([a], [b]) => compareText(a, b)).map(([, value]) => value);
}
