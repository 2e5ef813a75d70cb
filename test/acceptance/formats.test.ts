import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { REPORT_FORMATS } from '../../shared/report/formats.ts';
import { AUDIT_CONTRACT, AUDIT_EXPORTS, AUDIT_VARIABLES as variables } from './audit.ts';
import { plumbline, withFolder } from './command.ts';

const CHECK = ['check', '--contract', AUDIT_CONTRACT, '--from', AUDIT_EXPORTS];
const ESCAPE = '\u001b[';

describe('check --only', () => {
  it('runs these checks and no other, and answers for them alone', async () => {
    const { code, stdout } = await plumbline(
      [...CHECK, '--only', '5,network', '--format', 'json'],
      variables,
    );
    const report = JSON.parse(stdout) as { checks: { id: string }[]; findings: unknown[] };
    expect(report.checks.map(({ id }) => id)).toEqual(['resources', 'network']);
    expect({ code, findings: report.findings }).toEqual({ code: 0, findings: [] });
  });

  it('still finds what is wrong in them', async () => {
    const { code, stdout } = await plumbline([...CHECK, '--only', '4'], variables);
    expect(code).toBe(2);
    expect(stdout).toMatch(/default compute account/);
  });

  it('refuses a word that is no check', async () => {
    const { code, stdout, stderr } = await plumbline([...CHECK, '--only', '5,ingres'], variables);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe('plumbline: --only: "ingres" is not a check; did you mean "ingress"?\n');
  });
});

describe('check --output', () => {
  it.each(Object.keys(REPORT_FORMATS))('writes %s to the file, uncoloured, and nothing to stdout', (format) =>
    withFolder(async (folder) => {
      const file = join(folder, 'report');
      const { code, stdout } = await plumbline([...CHECK, '--format', format, '--output', file], {
        ...variables,
        FORCE_COLOR: '1',
      });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      const text = readFileSync(file, 'utf8');
      expect(text).toContain('approvals');
      expect(text).not.toContain(ESCAPE);
      expect(text.endsWith('\n')).toBe(true);
    }),
  );
});

describe('the text on a pipe', () => {
  const lines = async (more: Record<string, string>) => {
    const { stdout } = await plumbline([...CHECK, '--only', '3,5'], { ...variables, ...more });
    return stdout.split('\n');
  };

  it('has no colour', async () => {
    expect((await lines({})).join('')).not.toContain(ESCAPE);
  });

  it.each([
    ['FORCE_COLOR=1', { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, false],
    ['NO_COLOR', { NO_COLOR: '1' }, false],
  ])('is as %s says', async (_name, more, coloured) => {
    expect((await lines(more as unknown as Record<string, string>)).join('').includes(ESCAPE)).toBe(coloured);
  });

  it.each([60, 90, 160])('keeps within COLUMNS=%i', async (width) => {
    const shown = await lines({ COLUMNS: String(width) });
    expect(shown.filter((line) => line.length > width)).toEqual([]);
    expect(Math.max(...shown.map((line) => line.length))).toBeGreaterThan(width - 20);
  });
});
