import { describe, expect, it } from '@jest/globals';
import type { Waiver } from '../../shared/contract/model.ts';
import { afterDeployment, beforeDeployment } from '../../shared/report/deployment.ts';
import type { Report } from '../../shared/report/report.ts';
import { now, opened, reportWith, unread, web } from './fixtures.ts';

const texts = (report: Report) => beforeDeployment(report).map(({ done, text }) => [done, text] as const);
const openTexts = (report: Report) => texts(report).flatMap(([done, text]) => (done ? [] : [text]));

/** The report with its one waiver in use until so many days after the capture. */
async function withWaiverFor(days: number): Promise<Report> {
  const report = await reportWith(opened('dev'));
  const expires = new Date(now.getTime() + days * 86_400_000).toISOString();
  return {
    ...report,
    checks: report.checks.map((check) => ({
      ...check,
      results: check.results.map((result) => ({
        ...result,
        waiver: result.waiver && { ...result.waiver, expires },
      })),
    })),
  };
}

describe('before the next deployment', () => {
  it('a runtime account that is not the declared one stands in the way', async () => {
    const report = await reportWith((source) => {
      const document = web('prod');
      const template = { containers: [{ image: 'app:1' }] };
      source.documents.prod = [{ ...document, body: { ...(document.body as object), template } }];
    });
    expect(openTexts(report)).toContainEqual(
      expect.stringMatching(/^Service account model: prod web runs as the default compute account/),
    );
  });

  it('and where it is, the line is done', async () => {
    expect(texts(await reportWith())).toContainEqual([
      true,
      'Service account model: 2 results, nothing in the way.',
    ]);
  });

  it('what was not read stands in the way of its environment alone', async () => {
    const lines = texts(await reportWith(unread));
    expect(lines).toContainEqual([true, 'dev: all 15 scopes were read.']);
    expect(lines).toContainEqual([
      false,
      'prod: 1 of 15 scopes not read (secretmanager.secrets DENIED); what they hold is not judged.',
    ]);
  });

  it('ingress, which no release breaks on, does not', async () => {
    expect(openTexts(await reportWith(opened('prod'))).join()).not.toContain('Ingress');
  });

  it.each([
    [29, true],
    [31, false],
  ])('a waiver that ends in %i days: told %s', async (days, told) => {
    const lines = openTexts(await withWaiverFor(days)).filter((text) => text.startsWith('Waiver'));
    const line = `Waiver ingress of web in dev ends on 2026-03-23 (${days} days), then it fails: web settles or renews it.`;
    expect(lines).toEqual(told ? [line] : []);
  });

  it('a waiver that has ended is told once, also where it matches nothing any more', async () => {
    const report = await reportWith();
    const [stale] = report.staleWaivers as [Waiver];
    const lines = openTexts({ ...report, expiredWaivers: [stale] }).filter((text) =>
      text.startsWith('Waiver'),
    );
    expect(lines).toEqual(['Waiver ingress of web in dev expired on 2027-12-31: web settles or renews it.']);
  });

  it('many lines of one check are counted, the worst first', async () => {
    const report = await reportWith();
    const checks = report.checks
      .filter(({ id }) => id === 'env-keys')
      .map((check) => ({
        ...check,
        results: ['low', 'low', 'low', 'low', 'low', 'critical', 'low'].map((severity, index) => ({
          ...(check.results[0] as (typeof check.results)[0]),
          status: 'FAIL' as const,
          severity: severity as 'low' | 'critical',
          message: `${severity} ${index}`,
        })),
      }));
    expect(openTexts({ ...report, checks })).toEqual([
      'Environment keys: critical 5',
      'Environment keys: low 0',
      'Environment keys: low 1',
      'Environment keys: low 2',
      'Environment keys: low 3',
      'Environment keys: 2 more, see the checklist.',
    ]);
  });
});

describe('after the deployment', () => {
  it('says how each thing a release moves stands now, and how to look at all of them', async () => {
    const lines = afterDeployment(await reportWith(opened('prod'))).map(({ text }) => text);
    expect(lines).toContain(
      'Ingress policy: 1 result fails now (prod web); look whether the release mended it.',
    );
    expect(lines).toContain('Service account model: holds now (2 results) and must hold afterwards.');
    expect(lines.at(-1)).toMatch(/`plumbline check --only 3,4,5,9,11(,\d+)*` ends with exit code 0\.$/);
  });

  it('says nothing where nothing of it was judged', async () => {
    const report = await reportWith();
    expect(afterDeployment({ ...report, checks: [] })).toEqual([]);
  });
});
