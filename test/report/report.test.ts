import { describe, expect, it } from '@jest/globals';
import { markdownAudit } from '../../shared/report/markdown.ts';
import { unpainted } from '../../shared/report/paint.ts';
import { verdictOf } from '../../shared/report/report.ts';
import { reportJson } from '../../shared/report/report-json.ts';
import { textReport } from '../../shared/report/text.ts';
import type { ScriptedSource } from '../fakes/estate-source.ts';
import { opened, reportWith, unread, web } from './fixtures.ts';

describe('verdictOf', () => {
  it.each([
    ['nothing wrong', () => undefined, 0],
    ['a waived difference', opened('dev'), 0],
    ['a failure', opened('prod'), 2],
    ['a scope that was not read', unread, 3],
    [
      'a failure and a scope that was not read',
      (source: ScriptedSource) => {
        opened('prod')(source);
        unread(source);
      },
      2,
    ],
  ])('%s', async (_name, edit, code) => {
    expect(verdictOf(await reportWith(edit as (source: ScriptedSource) => void))).toBe(code);
  });
});

describe('the text report', () => {
  it('says what is wrong first and cites the contract by name', async () => {
    const text = textReport(await reportWith(opened('prod')), { width: 120, paint: unpainted });
    const [first] = text.split('\n');
    expect(first).toMatch(
      /^CRITICAL [0-9a-f]{12} prod web has ingress all; the contract wants internal \(shop\.yaml:7\)/,
    );
    expect(text).toMatch(/ 3 FAIL +Ingress/);
    expect(text.trimEnd().split('\n').at(-1)).toMatch(
      /^shop: 1 of \d+ checks fail; all \d+ scopes read; score /,
    );
    expect(text.split('\n').every((line) => line.length <= 120)).toBe(true);
  });

  it('names what was not read', async () => {
    const text = textReport(await reportWith(unread), { width: 200, paint: unpainted });
    expect(text).toContain(
      'not read: prod secretmanager.secrets: DENIED secretmanager.secrets.list is missing',
    );
    expect(text).toContain('nothing wrong in what was read');
  });

  it('does not speak well of an estate of which nothing was read', async () => {
    const report = await reportWith(() => undefined);
    const coverage = report.coverage.map((line) => ({ ...line, status: 'DENIED' as const }));
    const text = textReport({ ...report, coverage }, { width: 200, paint: unpainted });
    expect(text.trimEnd().split('\n').at(-1)).toMatch(
      /^shop: nothing could be read; (\d+) of \1 scopes not read;/,
    );
  });

  it('calls what is merely not visible so, and not unread', async () => {
    const report = await reportWith(unread);
    const [line] = report.coverage.filter(({ status }) => status !== 'OK');
    if (line === undefined) throw new Error('nothing is unread');
    const detail = 'not visible: run.domainmappings.list is missing';
    const hidden = {
      ...line,
      resource: 'run.domainMappings' as const,
      status: 'NOT_CAPTURED' as const,
      detail,
    };
    const text = textReport({ ...report, coverage: [hidden] }, { width: 200, paint: unpainted });
    expect(text).toContain(`\nprod run.domainMappings: ${detail}\n`);
    expect(text).toContain('all 1 scopes read');
    expect(text).not.toContain('not read:');
  });

  it('paints words and never changes them', async () => {
    const report = await reportWith(opened('prod'));
    const painted = textReport(report, { width: 120, paint: (_style, text) => `<${text}>` });
    expect(painted.replaceAll(/[<>]/g, '')).toBe(
      textReport(report, { width: 120, paint: unpainted }).replaceAll(/[<>]/g, ''),
    );
  });
});

describe('a field nobody knows yet', () => {
  it('is a note in every format, and wrong of nothing', async () => {
    const report = await reportWith((source) => {
      for (const environment of ['dev', 'prod']) {
        const document = web(environment);
        source.documents[environment] = [
          { ...document, body: { ...(document.body as object), teleport: true } },
        ];
      }
    });
    const note =
      /run\.services teleport is a field Plumbline does not know yet.*dev run\.services.*and 1 more/;
    expect(verdictOf(report)).toBe(0);
    expect(textReport(report, { width: 400, paint: unpainted })).toMatch(note);
    expect(markdownAudit(report)).toMatch(note);
    expect(String(reportJson(report).notes)).toMatch(note);
  });

  it('says nothing where all are known', async () => {
    expect((await reportWith()).notes).toEqual([]);
  });
});

describe('the Markdown audit', () => {
  it('shows waivers in use and stale, and escapes what people wrote', async () => {
    const audit = markdownAudit(await reportWith(opened('dev')));
    expect(audit).toContain('| ingress | all | web | dev | a\\|b \\<i\\> | web | 2027-12-31 | in use |');
    expect(audit).toContain(
      '| network | all | web | all | nothing like it | web | 2027-12-31 | stale: matches nothing |',
    );
  });

  it('lists coverage gaps instead of calling all read', async () => {
    const audit = markdownAudit(await reportWith(unread));
    expect(audit).toContain('## Coverage gaps');
    expect(audit).toContain('- prod secretmanager.secrets: **DENIED** secretmanager.secrets.list is missing');
    expect(audit).not.toContain('## Coverage\n');
    expect(audit).toMatch(/- \[ \] prod: 1 of 15 scopes not read \(secretmanager.secrets DENIED\)/);
  });
});

describe('the JSON report', () => {
  it('has the keys scripts depend on, and a fingerprint on every failure', async () => {
    const report = reportJson(await reportWith(opened('prod')));
    expect(Object.keys(report)).toEqual([
      'schemaVersion',
      'estate',
      'contract',
      'capturedAt',
      'inventory',
      'coverage',
      'checks',
      'findings',
      'score',
      'notes',
    ]);
    expect(report.inventory).toContainEqual({
      environment: 'prod',
      project: 'shop-prod',
      region: 'us-central1',
      services: ['web'],
    });
    const failed = (report.checks as { results: { status: string; fingerprint?: string }[] }[])
      .flatMap((check) => check.results)
      .filter((result) => result.status === 'FAIL');
    const [finding] = report.findings as {
      fingerprint: string;
      severity: string;
      rule: string;
      path: string;
    }[];
    expect(failed.map((result) => result.fingerprint)).toEqual([finding?.fingerprint]);
    expect(finding).toMatchObject({ severity: 'critical', rule: 'ingress', path: 'ingress' });
  });
});
