import { describe, expect, test } from '@jest/globals';
import type { CheckReport, CheckResult } from '../../shared/checks/model.ts';
import { blindResult, result } from '../../shared/checks/results/result.ts';
import { REPORT_FORMATS } from '../../shared/report/formats.ts';
import { unpainted } from '../../shared/report/paint.ts';
import { shownResults } from '../../shared/report/shown.ts';
import type { CoverageLine } from '../../shared/snapshot/model.ts';
import { reportWith } from './fixtures.ts';

const line = (environment: string, status: CoverageLine['status']): CoverageLine => ({
  environment,
  project: `shop-${environment}`,
  region: null,
  resource: 'run.services',
  status,
  detail: null,
});
const about = (environment: string, role: string) => ({ role, environment, resource: null });
const blind = (environment: string, role: string) =>
  blindResult(about(environment, role), { message: `${role} of ${environment}` }) as CheckResult;
const failing = (environment: string, role: string) =>
  result('FAIL', about(environment, role), { message: `${role} of ${environment}` }) as CheckResult;
const check = (results: CheckResult[], number = 3): CheckReport => ({
  id: 'x',
  number,
  title: 'X',
  status: 'FAIL',
  results,
});

describe('what is shown of a check', () => {
  const DARK = [line('prod', 'DENIED'), line('prod', 'ERROR'), line('dev', 'OK')];
  const LIT = [line('prod', 'DENIED'), line('prod', 'OK'), line('dev', 'OK')];
  const WEB = [blind('prod', 'web'), blind('prod', 'api'), blind('dev', 'web'), blind('dev', 'api')];
  const ONE = 'prod: 2 things are not judged, since nothing of prod was read.';
  const all = WEB.map(({ message }) => message);

  test.each<[string, CoverageLine[], CheckReport, string[]]>([
    ['of an environment in the dark is one line', DARK, check(WEB), [ONE, ...all.slice(2)]],
    ['of one that was read in part is everything', LIT, check(WEB), all],
    ['of workflows has nothing to do with it', DARK, check(WEB, 10), all],
    ['alone is as it is', DARK, check(WEB.slice(1, 2)), ['api of prod']],
    [
      'and fails is as it is',
      DARK,
      check([...WEB.slice(0, 2), failing('prod', 'job')]),
      ['job of prod', ONE],
    ],
  ])('%s', (_, coverage, given, told) => {
    expect(shownResults(given, { coverage }).map(({ message }) => message)).toEqual(told);
  });
});

test.each(['text', 'markdown', 'html'] as const)('%s shows it so, and the JSON all of it', async (format) => {
  const report = await reportWith();
  const ingress = report.checks.filter(({ id }) => id === 'ingress');
  const dark = {
    ...report,
    coverage: [line('prod', 'DENIED')],
    checks: ingress.map((one) => ({ ...one, results: [blind('prod', 'web'), blind('prod', 'api')] })),
  };
  const rendering = { width: 200, paint: unpainted, root: '/' };
  expect(REPORT_FORMATS[format](dark, rendering)).toContain('2 things are not judged');
  expect(REPORT_FORMATS[format](dark, rendering)).not.toContain('web of prod');
  expect(REPORT_FORMATS.json(dark, rendering)).toContain('web of prod');
});
