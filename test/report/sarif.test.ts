import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import draft04 from 'ajv-draft-04';
import formats from 'ajv-formats';
import fc from 'fast-check';
import type { Log, Result, Run } from 'sarif';
import { VIEWER_RULE } from '../../shared/doctor/viewer-check.ts';
import type { Report } from '../../shared/report/report.ts';
import { sarifReport } from '../../shared/report/sarif.ts';
import { sourceUri } from '../../shared/report/source-uri.ts';
import { auditReport } from '../acceptance/audit.ts';
import { HOSTILE, hostileReport, opened, reportWith, unread } from './fixtures.ts';

/** The schema as OASIS published it, from the package that ships it. */
const SCHEMA = createRequire(import.meta.url).resolve(
  '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
);
const ajv = new draft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

function parsed(report: Report): Log {
  const log = JSON.parse(sarifReport(report, { root: '/repository' })) as Log;
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  return log;
}

function runOf(report: Report): Run {
  const [run] = parsed(report).runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

const kinds = (run: Run, kind: Result.kind) => (run.results ?? []).filter((result) => result.kind === kind);

describe('the published schema', () => {
  it('refuses what is not SARIF', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
    expect(validate({ version: '2.1.0', runs: [], extra: 1 })).toBe(false);
  });

  it.each([
    ['the audit of 2026-02-22', auditReport],
    ['a violation', () => reportWith(opened('prod'))],
    ['a scope that was not read', () => reportWith(unread)],
    ['hostile names', async () => hostileReport(await reportWith(opened('prod')), HOSTILE)],
  ])('takes %s', async (_name, report) => {
    parsed(await report());
  });

  it('takes any text', async () => {
    const report = await reportWith(opened('prod'));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        parsed(hostileReport(report, text));
      }),
      { numRuns: 30 },
    );
  });
});

describe('what fails', () => {
  it('is an error at its line of the contract, under the fingerprint of the finding', async () => {
    const report = await reportWith(opened('prod'));
    const run = runOf(report);
    const [result, ...others] = kinds(run, 'fail');
    expect(others).toEqual([]);
    expect(result).toMatchObject({
      ruleId: 'ingress',
      level: 'error',
      partialFingerprints: { 'plumbline/v1': report.findings[0]?.fingerprint },
      properties: { severity: 'critical', environment: 'prod', role: 'web', path: 'ingress' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'deep/folder/shop.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 7 },
          },
          logicalLocations: [{ fullyQualifiedName: 'prod/run.services/us-central1/web ingress' }],
        },
      ],
    });
    expect(result?.message.text).toMatch(/prod web has ingress all.* To settle: gcloud run services update/);
    expect(run.tool.driver.rules?.[result?.ruleIndex ?? -1]?.id).toBe('ingress');
    expect(run.invocations?.[0]?.exitCode).toBe(2);
  });

  it('has the same fingerprint whatever its message', async () => {
    const fingerprints = async (edit: Parameters<typeof reportWith>[0]) =>
      kinds(runOf(await reportWith(edit)), 'fail').map((result) => result.partialFingerprints);
    expect(await fingerprints(opened('prod'))).toEqual(await fingerprints(opened('prod')));
    expect(await fingerprints(opened('prod'))).not.toEqual([]);
  });

  it('is there once, however many results have its identity', async () => {
    const run = runOf(await auditReport());
    for (const name of ['plumbline/v1', 'primaryLocationLineHash']) {
      const prints = (run.results ?? []).map((result) => result.partialFingerprints?.[name]);
      expect(new Set(prints).size).toBe(prints.length);
      expect(prints).not.toContain(undefined);
    }
  });

  it('is an alert of its own on GitHub, also beside another one of its line and check', async () => {
    const report = await reportWith(opened('prod'));
    const [finding] = report.findings;
    if (finding === undefined) throw new Error('no finding');
    const other = { ...finding, fingerprint: 'f'.repeat(64), path: 'elsewhere' };
    const results = kinds(runOf({ ...report, findings: [finding, other] }), 'fail');
    const [line, print] = [
      results.map(({ locations }) => locations?.[0]?.physicalLocation?.region?.startLine),
      results.map(({ partialFingerprints }) => partialFingerprints?.primaryLocationLineHash),
    ];
    expect(line).toEqual([7, 7]);
    expect(print).toEqual([finding.fingerprint, other.fingerprint]);
  });
});

describe('what a waiver accepts', () => {
  const ingress = async (environment: string) =>
    (runOf(await reportWith(opened(environment))).results ?? []).filter(({ ruleId }) => ruleId === 'ingress');

  it('is no result', async () => {
    expect(await ingress('dev')).toEqual([]);
  });

  it('is one where it accepts another environment only', async () => {
    expect(await ingress('prod')).toHaveLength(1);
  });
});

it('what nobody can decide is for review, never a pass', async () => {
  const report = await reportWith();
  const undecided = report.checks.flatMap(({ results }) =>
    results.filter(({ status }) => status === 'REVIEW_REQUIRED'),
  );
  const reviews = kinds(runOf(report), 'review');
  expect(reviews).toHaveLength(new Set(undecided.map(({ fingerprint }) => fingerprint)).size);
  expect(reviews.length).toBeGreaterThan(0);
  expect(reviews.every(({ level }) => level === 'none')).toBe(true);
});

it('what nobody can decide of one thing in two pairs is one result that says both', async () => {
  const report = await reportWith();
  const twice = report.checks.map((check) => ({
    ...check,
    results: check.results.flatMap((result) => [result, { ...result, message: `${result.message} Again.` }]),
  }));
  const [once, both] = [kinds(runOf(report), 'review'), kinds(runOf({ ...report, checks: twice }), 'review')];
  expect(both).toHaveLength(once.length);
  for (const { message } of both) expect(message.text).toMatch(/ Again\./);
});

it('what was not read is a notification that names it', async () => {
  const run = runOf(await reportWith(unread));
  expect(run.invocations?.[0]?.toolExecutionNotifications).toMatchObject([
    {
      descriptor: { id: 'DENIED' },
      level: 'warning',
      message: {
        text: 'secretmanager.secrets of prod (shop-prod) was not read: DENIED secretmanager.secrets.list is missing',
      },
    },
  ]);
  expect(run.invocations?.[0]?.exitCode).toBe(3);
});

it('what the viewer could do has a rule of its own', async () => {
  const report = await reportWith(opened('prod'));
  const findings = report.findings.map((finding) => ({ ...finding, rule: VIEWER_RULE, source: null }));
  const run = runOf({ ...report, checks: [], findings });
  expect(run.tool.driver.rules?.map(({ id }) => id)).toEqual([VIEWER_RULE]);
  expect(run.results?.[0]).toMatchObject({ ruleId: VIEWER_RULE, ruleIndex: 0 });
});

describe('sourceUri', () => {
  it.each([
    ['a relative path', 'contracts/a.yaml', { uri: 'contracts/a.yaml', uriBaseId: '%SRCROOT%' }],
    ['a dotted path', './contracts/../a.yaml', { uri: 'a.yaml', uriBaseId: '%SRCROOT%' }],
    ['a path below the root', '/repository/a.yaml', { uri: 'a.yaml', uriBaseId: '%SRCROOT%' }],
    ['a path beside it', '/repository-2/a.yaml', { uri: 'file:///repository-2/a.yaml' }],
    ['a name with marks', 'a b#c?d%.yaml', { uri: 'a%20b%23c%3Fd%25.yaml', uriBaseId: '%SRCROOT%' }],
    ['backslashes', 'contracts\\a.yaml', { uri: 'contracts/a.yaml', uriBaseId: '%SRCROOT%' }],
    ['a drive', 'C:\\x\\a.yaml', { uri: 'file:///C:/x/a.yaml' }],
    ['a bucket', 'gs://bucket/a.yaml', { uri: 'gs://bucket/a.yaml' }],
  ])('%s', (_name, file, uri) => {
    expect(sourceUri(file, '/repository')).toEqual(uri);
  });
});
