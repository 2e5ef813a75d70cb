import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { VIEWER_RULE } from '../../shared/doctor/viewer-check.ts';
import { junitReport } from '../../shared/report/junit.ts';
import { type Report, verdictOf } from '../../shared/report/report.ts';
import type { ScriptedSource } from '../fakes/estate-source.ts';
import { HOSTILE, hostileReport, opened, reportWith, unread } from './fixtures.ts';

type Outcome = { message: string; type: string; '#text'?: string };
interface Case {
  name: string;
  classname: string;
  failure?: Outcome[];
  error?: Outcome[];
  skipped?: Outcome[];
  'system-out'?: string[];
}
interface Suite {
  name: string;
  tests: string;
  failures: string;
  errors: string;
  skipped: string;
  timestamp: string;
  testcase?: Case[];
}
interface Document {
  testsuites: { name: string; tests: string; failures: string; errors: string; testsuite: Suite[] };
}

const LISTS = ['testsuite', 'testcase', 'failure', 'error', 'skipped', 'system-out'];
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && LISTS.includes(name),
});

/** Parses as a reader does, and holds the document to what the schema of Jenkins' xUnit plugin asks for. */
function parsed(report: Report): Document {
  const text = junitReport(report);
  expect(XMLValidator.validate(text)).toBe(true);
  expect(text).not.toMatch(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u);
  const document = parser.parse(text) as Document;
  expect(Object.keys(document).sort()).toEqual(['?xml', 'testsuites']);
  for (const suite of document.testsuites.testsuite) holdSuite(suite);
  return document;
}

function holdSuite(suite: Suite): void {
  const { testcase = [], ...attributes } = suite;
  expect(Object.keys(attributes)).toEqual(['name', 'tests', 'failures', 'errors', 'skipped', 'timestamp']);
  expect(suite.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  const counted = (name: 'failure' | 'error' | 'skipped') =>
    String(testcase.filter((one) => one[name] !== undefined).length);
  expect([suite.tests, suite.failures, suite.errors, suite.skipped]).toEqual([
    String(testcase.length),
    counted('failure'),
    counted('error'),
    counted('skipped'),
  ]);
  for (const { name, classname, ...outcome } of testcase) {
    expect([typeof name, typeof classname]).toEqual(['string', 'string']);
    expect(Object.keys(outcome).length).toBeLessThanOrEqual(1);
  }
}

function casesOf(document: Document, suite: string): Case[] {
  return document.testsuites.testsuite.find(({ name }) => name.includes(suite))?.testcase ?? [];
}

describe('the JUnit report', () => {
  it.each([
    ['nothing wrong', () => undefined],
    ['a failure', opened('prod')],
    ['a waived difference', opened('dev')],
    ['a scope that was not read', unread],
  ])('is green exactly where check ends with 0: %s', async (_name, edit) => {
    const report = await reportWith(edit as (source: ScriptedSource) => void);
    const { failures, errors } = parsed(report).testsuites;
    expect([failures === '0', errors === '0']).toEqual([
      verdictOf(report) !== 2,
      !report.coverage.some(({ status }) => status !== 'OK'),
    ]);
  });

  it('has a suite for each check and a case for each role and environment or pair', async () => {
    const report = await reportWith(opened('prod'));
    const { testsuite } = parsed(report).testsuites;
    expect(testsuite.map(({ name }) => name.split(' ')[1]?.replace(':', ''))).toEqual([
      ...report.checks.map(({ id }) => id),
      'what',
    ]);
    const cases = casesOf(parsed(report), 'ingress');
    expect(cases.map(({ name }) => name)).toEqual(['web: dev', 'web: prod']);
    expect(cases.map(({ failure }) => failure?.length ?? 0)).toEqual([0, 1]);
    expect(cases[1]?.failure?.[0]).toMatchObject({
      type: 'FAIL critical',
      message: expect.stringContaining('prod web has ingress all'),
      '#text': expect.stringContaining('to settle: gcloud run services update web'),
    });
  });

  it('skips what nobody can decide, and says so', async () => {
    const [workflow] = casesOf(parsed(await reportWith()), 'deploy-workflow');
    expect(workflow?.skipped?.[0]?.message).toMatch(/^REVIEW_REQUIRED: /);
  });

  it('says all that nobody can decide of one role and environment, as it says all that fails', async () => {
    const report = await reportWith();
    const twice = report.checks.map((check) => ({
      ...check,
      results: check.results.flatMap((result) => [result, { ...result, message: 'and there, too' }]),
    }));
    const [workflow] = casesOf(parsed({ ...report, checks: twice }), 'deploy-workflow');
    expect(workflow?.skipped?.[0]?.['#text']).toMatch(
      /^REVIEW_REQUIRED: .*\n {2}to settle: .*\nREVIEW_REQUIRED: and there, too\n/,
    );
  });

  it('says of a waived difference by whom it is accepted', async () => {
    const [dev] = casesOf(parsed(await reportWith(opened('dev'))), 'ingress');
    expect(dev?.['system-out']?.[0]).toMatch(
      /^INTENTIONAL_DIFF: dev web has ingress all.*\n *accepted by web until 2027-12-31/,
    );
  });

  it('names what was not read as an error', async () => {
    const unreadCases = casesOf(parsed(await reportWith(unread)), 'coverage: what was read').filter(
      ({ error }) => error !== undefined,
    );
    expect(unreadCases.map(({ name }) => name)).toEqual(['prod: secretmanager.secrets (shop-prod)']);
    expect(unreadCases[0]?.error?.[0]?.message).toBe('DENIED: secretmanager.secrets.list is missing');
  });

  it('is no error where something is merely not visible', async () => {
    const report = await reportWith((source) => {
      source.gaps['prod|secretmanager.secrets'] = { status: 'NOT_CAPTURED', detail: 'not visible: x' };
    });
    expect(parsed(report).testsuites.errors).toBe('0');
    const cases = casesOf(parsed(report), 'coverage: what was read');
    expect(cases.filter(({ skipped }) => skipped !== undefined)).toHaveLength(1);
  });

  it('tells what the viewer could do', async () => {
    const report = await reportWith(opened('prod'));
    const findings = report.findings.map((finding) => ({ ...finding, rule: VIEWER_RULE }));
    expect(casesOf(parsed({ ...report, findings }), VIEWER_RULE)[0]?.failure).toHaveLength(1);
  });

  it('holds hostile names, and any text', async () => {
    const report = await reportWith(opened('prod'));
    parsed(hostileReport(report, HOSTILE));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        parsed(hostileReport(report, text));
      }),
      { numRuns: 30 },
    );
  });
});
