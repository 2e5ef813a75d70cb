import { worstStatus } from '../checks/evaluation/result-order.ts';
import type { CheckReport, CheckResult } from '../checks/model.ts';
import { listed } from '../checks/results/result.ts';
import type { Finding } from '../findings/model.ts';
import { type CoverageLine, isGap } from '../snapshot/model.ts';
import { notableResults, type Report } from './report.ts';
import { type XmlElement, xmlDocument } from './xml.ts';

/** The schemas that readers use want an instant without fraction and zone: `2026-02-22T12:00:00`. */
const SECONDS = 19;

/**
 * The report as JUnit XML: a test suite for each check and a test case for each role and environment or
 * compared pair, then one suite of what was read. It is green exactly where `check` ends with 0: what fails is
 * a failure, a scope that was not read an error, what nobody can decide is skipped; nothing of them passes.
 */
export function junitReport(report: Report): string {
  const timestamp = report.capturedAt.slice(0, SECONDS);
  const suites = [
    ...report.checks.map((check) => suite(`${check.number} ${check.id}: ${check.title}`, checkCases(check))),
    ...elsewhere(report),
    suite('coverage: what was read', report.coverage.map(coverageCase)),
  ].map((element) => ({ ...element, attributes: { ...element.attributes, timestamp } }));
  const { tests, failures, errors } = total(suites.flatMap(({ children }) => children));
  return xmlDocument({
    name: 'testsuites',
    attributes: { name: `plumbline ${report.estate}`, tests, failures, errors },
    children: suites,
  });
}

type Suite = XmlElement & { children: XmlElement[] };

function suite(name: string, cases: XmlElement[]): Suite {
  return { name: 'testsuite', attributes: { name, ...total(cases) }, children: cases };
}

function total(cases: XmlElement[]): Record<'tests' | 'failures' | 'errors' | 'skipped', number> {
  const having = (name: string) =>
    cases.filter(({ children = [] }) => children.some((child) => child.name === name)).length;
  return {
    tests: cases.length,
    failures: having('failure'),
    errors: having('error'),
    skipped: having('skipped'),
  };
}

function checkCases(check: CheckReport): XmlElement[] {
  const cells = Map.groupBy(check.results, ({ role, environments }) =>
    JSON.stringify([role, ...environments]),
  );
  return [...cells.values()].map((results) => {
    const [first] = results;
    const name = `${first?.role ?? 'estate'}: ${listed(first?.environments ?? [])}`;
    return testCase(check.id, name, outcome(check, results));
  });
}

function outcome(check: CheckReport, results: CheckResult[]): XmlElement[] {
  const notable = notableResults({ ...check, results });
  const [worst] = notable;
  if (worst === undefined) return [];
  const text = notable.flatMap(linesOf);
  const attributes = { type: worst.status, message: worst.message };
  switch (worstStatus(results)) {
    case 'FAIL':
      return [{ name: 'failure', attributes: { ...attributes, type: `FAIL ${worst.severity}` }, text }];
    case 'REVIEW_REQUIRED':
      return [
        {
          name: 'skipped',
          attributes: { ...attributes, message: `REVIEW_REQUIRED: ${worst.message}` },
          text,
        },
      ];
    default:
      return [{ name: 'system-out', text }];
  }
}

function linesOf({ status, message, settle, waiver }: CheckResult): string[] {
  if (waiver !== null)
    return [
      `${status}: ${message}`,
      `  accepted by ${waiver.owner} until ${waiver.expires}: ${waiver.reason}`,
    ];
  return [`${status}: ${message}`, ...(settle === null ? [] : [`  to settle: ${settle}`])];
}

/** What is wrong of no check of the estate: what the viewer could do. */
function elsewhere(report: Report): Suite[] {
  const checks = new Set(report.checks.map(({ id }) => id));
  const findings = report.findings.filter(
    ({ kind, rule }) => kind === 'violation' && rule !== null && !checks.has(rule),
  );
  const byRule = Map.groupBy(findings, ({ rule }) => rule ?? '');
  return [...byRule].map(([rule, own]) => suite(rule, own.map(findingCase)));
}

function findingCase({ rule, environment, path, message, severity, settle }: Finding): XmlElement {
  const text = [message, ...(settle === null ? [] : [`  to settle: ${settle}`])];
  const name = path === null ? environment : `${environment}: ${path}`;
  const attributes = { type: `FAIL ${severity}`, message };
  return testCase(rule ?? '', name, [{ name: 'failure', attributes, text }]);
}

function coverageCase(entry: CoverageLine): XmlElement {
  const { environment, project, region, resource, status, detail } = entry;
  const name = `${environment}: ${resource} (${region === null ? project : `${project}, ${region}`})`;
  const attributes = { type: status, message: detail === null ? status : `${status}: ${detail}` };
  if (status === 'OK') return testCase('coverage', name, []);
  return testCase('coverage', name, [{ name: isGap(entry) ? 'error' : 'skipped', attributes }]);
}

function testCase(group: string, name: string, children: XmlElement[]): XmlElement {
  return { name: 'testcase', attributes: { classname: `plumbline.${group}`, name }, children };
}
