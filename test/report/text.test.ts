import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { unpainted } from '../../shared/report/paint.ts';
import { textReport } from '../../shared/report/text.ts';
import { auditReport } from '../acceptance/audit.ts';
import { expectGolden } from '../alerts/golden.ts';
import { HOSTILE, hostileReport, opened, reportWith } from './fixtures.ts';

const WIDTHS = [60, 80, 120, 200];

/** What no blank allows to break: an address, an option of a command. */
const LONGEST_WORD = '--service-account=cr-frontend@jualuma-prod.iam.gserviceaccount.com'.length + 6;

describe('the text report at a width', () => {
  it('of 60 columns', async () => {
    const text = textReport(await auditReport(), { width: 60, paint: unpainted });
    expectGolden(join('..', 'report', 'audit-60.golden.txt'), text);
  });

  it.each(WIDTHS)('keeps within %i columns wherever a blank allows it', async (width) => {
    const text = textReport(await auditReport(), { width, paint: unpainted });
    const allowed = Math.max(width, LONGEST_WORD);
    expect(text.split('\n').filter((line) => line.length > allowed)).toEqual([]);
  });

  it('draws the matrix in blocks where its columns do not fit, every check in one of them', async () => {
    const report = await auditReport();
    const narrow = textReport(report, { width: 40, paint: unpainted });
    const heads = narrow.split('\n').filter((line) => /^ +(\d+ +)*(\d+|score)$/.test(line));
    expect(heads.length).toBeGreaterThan(1);
    const numbers = heads.join(' ').match(/\d+/g)?.map(Number);
    expect(numbers).toEqual(report.checks.map(({ number }) => number));
    expect(narrow.match(/^user-app /gm)).toHaveLength(heads.length);
  });
});

describe('the parity matrix', () => {
  it('shows the worst status of each role and check, the score and its target', async () => {
    const text = textReport(await reportWith(opened('prod')), { width: 120, paint: unpainted });
    expect(text).toMatch(/parity matrix: score \d+\.\d %, target 95 %/);
    expect(text).toMatch(/^web +✓ {2}· {2}✗ {2}✓/m);
  });

  it('is coloured cell by cell', async () => {
    const text = textReport(await reportWith(opened('prod')), {
      width: 120,
      paint: (style, words) => `{${style}:${words.trim()}}`,
    });
    expect(text).toMatch(/^web\{good:✓\}\{quiet:·\}\{bad:✗\}/m);
  });
});

describe('waivers in the text report', () => {
  it('that match nothing are named with their line and owner', async () => {
    const text = textReport(await reportWith(), { width: 200, paint: unpainted });
    expect(text).toContain('waiver network of web (shop.yaml:10, web): stale, it matches nothing');
  });
});

it('a hostile name stays on its line and moves no cursor', async () => {
  const report = hostileReport(await reportWith(opened('prod')), HOSTILE);
  const text = textReport(report, { width: 10_000, paint: unpainted });
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(text).not.toMatch(/^# head/m);
});
