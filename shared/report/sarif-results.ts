import type { Location, ReportingDescriptor, Result } from 'sarif';
import type { CheckResult } from '../checks/model.ts';
import { resourceOf } from '../findings/identity.ts';
import type { Finding, Severity } from '../findings/model.ts';
import { printable } from '../findings/printable.ts';
import { resultFingerprint } from '../findings/violations.ts';
import type { Report } from './report.ts';
import { sourceUri } from './source-uri.ts';

const LEVEL: Record<Severity, Result.level> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};
/** Names the algorithm: a reader compares fingerprints of one name only. */
const FINGERPRINT = 'plumbline/v1';
/**
 * The only one that GitHub's code scanning goes by. Where it is missing, it is made of the text of the line:
 * the findings of one line would be one alert, and an edit of the line would open another one.
 */
const GITHUB_FINGERPRINT = 'primaryLocationLineHash';

interface Writing {
  rules: ReportingDescriptor[];
  root: string;
}

/** What a SARIF result is made of, whether it fails or is undecided. */
interface Item {
  rule: string;
  fingerprint: string;
  environment: string;
  role: string | null;
  resource: string;
  path: string | null;
  message: string;
  settle: string | null;
  severity: Severity;
  /** Line and column of the contract, where it says something of it. */
  at: { line: number; column: number | null } | null;
}

/**
 * Failures worst first, then what is undecided in the order of the checks; each identity once. What a
 * waiver accepts is no result: GitHub does not read `suppressions`, and would open an alert for each.
 */
export function sarifResults(report: Report, writing: Writing): Result[] {
  const failing = report.findings.filter(({ kind, rule }) => kind === 'violation' && rule !== null);
  const told = new Set(failing.map(({ fingerprint }) => fingerprint));
  return [
    ...failing.map((finding) => failure(fromFinding(finding), report, writing)),
    ...undecided(report)
      .filter(({ fingerprint }) => !told.has(fingerprint))
      .map((item) => review(item, report, writing)),
  ];
}

/** Of one identity (a service in two compared pairs) each sentence is said. */
function undecided({ estate, checks }: Report): Item[] {
  const items = checks.flatMap(({ id, results }) =>
    results
      .filter(({ status }) => status === 'REVIEW_REQUIRED')
      .map((result) => ({ ...itemOf(result, id), fingerprint: resultFingerprint(estate, id, result) })),
  );
  return [...Map.groupBy(items, ({ fingerprint }) => fingerprint).values()].flatMap((same) => {
    const message = [...new Set(same.map((item) => item.message))].join(' ');
    return same.slice(0, 1).map((first) => ({ ...first, message }));
  });
}

function itemOf(result: CheckResult, rule: string): Omit<Item, 'fingerprint'> {
  const { environment, role, path, message, settle, severity, source } = result;
  const at = source === null ? null : { line: source.line, column: source.column };
  return { rule, environment, role, resource: resourceOf(result), path, message, settle, severity, at };
}

function fromFinding(finding: Finding): Item {
  const { fingerprint, environment, role, resource, path, rule, message, settle, severity, source } = finding;
  const line = Number(/:(\d+)$/.exec(source ?? '')?.[1]);
  const at = Number.isInteger(line) ? { line, column: null } : null;
  return { rule: rule ?? '', fingerprint, environment, role, resource, path, message, settle, severity, at };
}

function failure(item: Item, report: Report, writing: Writing): Result {
  return { ...common(item, report, writing), kind: 'fail', level: LEVEL[item.severity] };
}

/** A result that is no failure has no level: SARIF 2.1.0, 3.27.10. */
function review(item: Item, report: Report, writing: Writing): Result {
  return { ...common(item, report, writing), kind: 'review', level: 'none' };
}

function common(item: Item, report: Report, { rules, root }: Writing): Result {
  const { rule, fingerprint, environment, role, resource, path, message, settle, severity } = item;
  const ruleIndex = rules.findIndex(({ id }) => id === rule);
  return {
    ruleId: rule,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    message: { text: printable(settle === null ? message : `${message} To settle: ${settle}`) },
    locations: [locationOf(item, report, root)],
    partialFingerprints: { [FINGERPRINT]: fingerprint, [GITHUB_FINGERPRINT]: fingerprint },
    properties: { severity, environment, role, resource, path },
  };
}

/** Readers want a line of every result: the first where the contract says nothing of it. */
function locationOf({ environment, resource, path, at }: Item, report: Report, root: string): Location {
  const { line, column } = at ?? { line: 1, column: null };
  const place = path === null ? resource : `${resource} ${path}`;
  return {
    physicalLocation: {
      artifactLocation: { ...sourceUri(report.contract.file, root), index: 0 },
      region: { startLine: line, ...(column === null ? {} : { startColumn: column }) },
    },
    logicalLocations: [
      { name: printable(place), fullyQualifiedName: printable(`${environment}/${place}`), kind: 'resource' },
    ],
  };
}
