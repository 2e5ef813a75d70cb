import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { REPORT_FORMATS, type ReportFormat } from '../../shared/report/formats.ts';
import { unpainted } from '../../shared/report/paint.ts';
import { expectGolden } from '../alerts/golden.ts';
import {
  auditReport,
  AUDIT_CONTRACT as CONTRACT,
  AUDIT_EXPORTS as EXPORTS,
  AUDIT_VARIABLES as variables,
} from './audit.ts';
import { plumbline, withFolder } from './command.ts';

const ENDINGS: Record<ReportFormat, string> = {
  text: 'txt',
  markdown: 'md',
  json: 'json',
  sarif: 'sarif',
  junit: 'xml',
  html: 'html',
};

/** What the audit made by hand on 2026-02-22 found. */
const BY_HAND = [
  'FAIL',
  'PASS',
  'INTENTIONAL_DIFF',
  'FAIL',
  'INTENTIONAL_DIFF',
  'FAIL',
  'PASS',
  'INTENTIONAL_DIFF',
  'PASS',
  'REVIEW_REQUIRED',
];

interface ReportJson {
  checks: { number: number; status: string; results: { status: string; message: string }[] }[];
  coverage: { status: string }[];
  capturedAt?: string;
}

describe('the audit of 2026-02-22, replayed over exports', () => {
  it('gives the ten statuses that were found by hand, and exit code 2', async () => {
    const { code, stdout, stderr } = await plumbline(
      ['check', '--contract', CONTRACT, '--from', EXPORTS, '--format', 'json'],
      variables,
    );
    const report = JSON.parse(stdout) as ReportJson;
    expect(report.checks.slice(0, 10).map((check) => check.status)).toEqual(BY_HAND);
    expect(report.coverage.every((entry) => entry.status === 'OK')).toBe(true);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
  });

  it.each([
    [1, /approvals has no service in prod/],
    [3, /ingress all.*internal-and-cloud-load-balancing/],
    [4, /frontend-app runs as the default compute account 678067977394-compute/],
    [5, /memory 2Gi.*512Mi/],
    [6, /frontend-app has no VITE_API_TARGET/],
    [6, /jualuma-backend has no STRIPE_PRICE/],
    [6, /jualuma-support has no API_BASE_URL/],
    [8, /vpcConnector present.*absent/],
    [10, /not read|by hand/],
  ])('check %i says what a person wrote: %s', async (number, evidence) => {
    const report = await auditReport();
    const check = report.checks.find((one) => one.number === number);
    expect(check?.results.map((result) => result.message).join('\n')).toMatch(evidence);
  });

  it.each(Object.entries(REPORT_FORMATS))('prints the %s people and tools read', async (format, render) => {
    const rendering = { width: 120, paint: unpainted, root: '/repository' };
    const golden = `audit-2026-02-22.golden.${ENDINGS[format as ReportFormat]}`;
    expectGolden(join('..', 'acceptance', golden), render(await auditReport(), rendering));
  });

  it.each(Object.keys(REPORT_FORMATS))(
    'prints the same bytes of %s twice but for the time',
    async (format) => {
      const words = ['check', '--contract', CONTRACT, '--from', EXPORTS, '--format', format];
      const [first, second] = await Promise.all([plumbline(words, variables), plumbline(words, variables)]);
      const timeless = (text: string) => text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+Z)?/g, '');
      expect(first.stdout.length).toBeGreaterThan(1_000);
      expect(timeless(first.stdout)).toBe(timeless(second.stdout));
    },
  );

  it('writes to a file where it is told to, and nothing to stdout', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'audit.md');
      const { stdout } = await plumbline(
        ['check', '--contract', CONTRACT, '--from', EXPORTS, '--format', 'markdown', '--output', file],
        variables,
      );
      expect(stdout).toBe('');
      expect(readFileSync(file, 'utf8')).toContain('## Checklist results');
    }));
});
