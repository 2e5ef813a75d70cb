import type { Location, ReportingDescriptor, Result, Suppression } from 'sarif';
import type { CheckResult } from '../checks/model.ts';
import type { Waiver } from '../contract/model.ts';
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

interface Writing {
  rules: ReportingDescriptor[];
  root: string;
}

/** What a SARIF result is made of, whether it fails, is undecided or accepted. */
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

/** Failures worst first, then what is undecided and what is accepted in the order of the checks; each identity once. */
export function sarifResults(report: Report, writing: Writing): Result[] {
  const { estate } = report;
  const failing = report.findings.filter(({ kind, rule }) => kind === 'violation' && rule !== null);
  const told = new Set(failing.map(({ fingerprint }) => fingerprint));
  const others = report.checks.flatMap(({ id, results }) =>
    results.flatMap((result) => {
      const kind = kindOf(result);
      const item = { ...itemOf(result, id), fingerprint: resultFingerprint(estate, id, result) };
      if (kind === null || told.has(item.fingerprint)) return [];
      told.add(item.fingerprint);
      return { item, waiver: result.waiver, kind };
    }),
  );
  return [
    ...failing.map((finding) => failure(fromFinding(finding), report, writing)),
    ...others.filter(({ kind }) => kind === 'review').map(({ item }) => review(item, report, writing)),
    ...others.flatMap(({ item, waiver }) =>
      waiver === null ? [] : accepted(failure(item, report, writing), { waiver, root: writing.root }),
    ),
  ];
}

/** What passes, or differs as the contract declares, is no result. */
function kindOf({ status, waiver }: CheckResult): 'review' | 'accepted' | null {
  if (status === 'REVIEW_REQUIRED') return 'review';
  return status === 'INTENTIONAL_DIFF' && waiver !== null ? 'accepted' : null;
}

function itemOf(result: CheckResult, rule: string): Omit<Item, 'fingerprint'> {
  const { environment, role, path, message, severity, source, waiver } = result;
  const settle = waiver === null ? result.settle : null;
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

/** Waivers stand in the contract itself, so the suppression is `inSource`, at its line. */
function accepted(result: Result, { waiver, root }: { waiver: Waiver; root: string }): Result {
  const { file, line, column } = waiver.location;
  const suppression: Suppression = {
    kind: 'inSource',
    status: 'accepted',
    justification: printable(`${waiver.reason} (${waiver.owner}, until ${waiver.expires})`),
    location: {
      physicalLocation: {
        artifactLocation: sourceUri(file, root),
        region: { startLine: line, startColumn: column },
      },
    },
  };
  return { ...result, suppressions: [suppression] };
}

function common(item: Item, report: Report, { rules, root }: Writing): Result {
  const { rule, fingerprint, environment, role, resource, path, message, settle, severity } = item;
  const ruleIndex = rules.findIndex(({ id }) => id === rule);
  return {
    ruleId: rule,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    message: { text: printable(settle === null ? message : `${message} To settle: ${settle}`) },
    locations: [locationOf(item, report, root)],
    partialFingerprints: { [FINGERPRINT]: fingerprint },
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
