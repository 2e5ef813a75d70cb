import { describe, expect, test } from '@jest/globals';
import { Scoring } from '../../shared/checks/evaluation/score.ts';
import type { CheckReport, CheckResult, CheckStatus, Score } from '../../shared/checks/model.ts';
import { result } from '../../shared/checks/results/result.ts';

type Row = [role: string | null, environments: string[], status: CheckStatus];

function report(id: string, rows: Row[]): CheckReport {
  const results = rows.map(([role, environments, status]): CheckResult => {
    const about = { role, environment: environments[0] ?? '', environments, resource: null };
    return { ...result(status, about, { message: '' }), waiver: null, fingerprint: null };
  });
  return { id, number: 1, title: id, status: 'PASS', results };
}

function scoreOf(checks: CheckReport[], target: number): Score {
  const scoring = new Scoring(checks.map(({ id }) => id));
  for (const { id, results } of checks) scoring.count(id, results);
  return scoring.score(target);
}

const CASES: [string, Row[], number][] = [
  [
    'everything holds',
    [
      ['a', ['dev'], 'PASS'],
      ['a', ['prod'], 'INTENTIONAL_DIFF'],
    ],
    100,
  ],
  [
    'half fails',
    [
      ['a', ['dev'], 'PASS'],
      ['a', ['prod'], 'FAIL'],
    ],
    50,
  ],
  ['undecided is half', [['a', ['dev'], 'REVIEW_REQUIRED']], 50],
  [
    'a cell is as good as its worst result',
    [
      ['a', ['dev'], 'PASS'],
      ['a', ['dev'], 'FAIL'],
      ['a', ['dev'], 'FAIL'],
    ],
    0,
  ],
  [
    'one decimal',
    [
      ['a', ['dev'], 'PASS'],
      ['b', ['dev'], 'PASS'],
      ['c', ['dev'], 'FAIL'],
    ],
    66.7,
  ],
  [
    'what is of one place stands together, or not',
    [
      ['a', ['dev'], 'PASS'],
      ['a', ['prod'], 'FAIL'],
      ['a', ['dev'], 'FAIL'],
      ['a', ['stage'], 'PASS'],
      ['a', ['prod'], 'PASS'],
    ],
    33.3,
  ],
  [
    'a pair is a cell of its own',
    [
      ['a', ['dev'], 'PASS'],
      ['a', ['dev', 'prod'], 'FAIL'],
    ],
    50,
  ],
  ['nothing was judged', [], 100],
];

describe('score', () => {
  test.each(CASES)('%s', (_, rows, overall) => {
    expect(scoreOf([report('ingress', rows)], 95)).toMatchObject({
      overall,
      target: 95,
      byCheck: { ingress: overall },
    });
  });

  test('by role across checks; what is of no role counts for the whole only', () => {
    const score = scoreOf(
      [
        report('ingress', [['a', ['dev'], 'PASS']]),
        report('naming-map', [
          [null, ['dev'], 'FAIL'],
          ['a', ['dev'], 'FAIL'],
        ]),
      ],
      95,
    );
    expect(score.byRole).toEqual({ a: 50 });
    expect(score.overall).toBe(33.3);
  });
});
