import { describe, expect, test } from '@jest/globals';
import { type Contexts, conditionHolds, fill, isKnown } from '../../shared/workflows/expression.ts';
import { combinationsOf, dimensionsOf } from '../../shared/workflows/matrix.ts';

const contexts: Contexts = {
  env: new Map([
    ['PROJECT', 'shop-dev'],
    ['EMPTY', ''],
    ['LATER', '${{secrets.X}}'],
  ]),
  inputs: new Map([
    ['service', 'web'],
    ['dry', 'false'],
  ]),
  matrix: new Map([['target.name', 'api']]),
  github: new Map([
    ['ref_name', 'main'],
    ['ref', 'refs/heads/main'],
  ]),
};

describe('expressions', () => {
  test.each([
    ['${{ env.PROJECT }}/x', 'shop-dev/x'],
    ['${{inputs.service}}-${{ github.ref_name }}', 'web-main'],
    ['${{ matrix.target.name }}', 'api'],
    ["${{ 'it''s' }}", "it's"],
    ["${{ env.EMPTY || 'usual' }}", 'usual'],
    ["${{ env.PROJECT || 'usual' }}", 'shop-dev'],
    ["${{ vars.PROJECT || 'usual' }}", "${{vars.PROJECT||'usual'}}"],
    ['${{ secrets.TOKEN }}', '${{secrets.TOKEN}}'],
    ['${{ env.LATER }}', '${{env.LATER}}'],
    ["${{ format('{0}-{1}', env.PROJECT, 2) }}", 'shop-dev-2'],
    ["${{ format('{0}', vars.X) }}", "${{format('{0}',vars.X)}}"],
    ["shop-${{ github.ref == 'refs/heads/main' && 'prod' || 'dev' }}", 'shop-prod'],
    ["shop-${{ github.ref_name == 'Dev' && 'dev' || (inputs.service == 'WEB' && 'web') }}", 'shop-web'],
    ["${{ vars.X == 'a' && 'one' || 'two' }}", "${{vars.X=='a'&&'one'||'two'}}"],
    ["${{ inputs.dry && 'dry' || 'wet' }}", 'wet'],
    ["${{ github.ref_name == 'main' &&  }}", "${{github.ref_name=='main'&&}}"],
    ["${{ fromJSON('[1]')[0] }}", "${{fromJSON('[1]')[0]}}"],
    ['${{ null }}', ''],
    ['${{ not closed', '${{ not closed'],
    ['no expression', 'no expression'],
  ])('%s becomes %s', (text, filled) => {
    expect(fill(text, contexts)).toBe(filled);
  });

  test.each([
    ['web', true],
    ['${{vars.X}}', false],
    ['a-$B', false],
    ['a-${B}', false],
    ['$(cat x)', false],
    ['`cat x`', false],
    ['a$', true],
  ])('%s is known: %s', (text, known) => {
    expect(isKnown(text)).toBe(known);
  });
});

describe('a condition', () => {
  test.each<[string, boolean | undefined]>([
    ["github.ref == 'refs/heads/main'", true],
    ["${{ github.ref_name != 'main' }}", false],
    ["github.event_name == 'push' && github.ref == 'refs/heads/dev'", false],
    ["github.event_name == 'push' && github.ref == 'refs/heads/main'", undefined],
    ["github.event_name == 'push' || github.ref == 'refs/heads/main'", true],
    ["vars.X || github.ref == 'refs/heads/main'", undefined],
    ["!(needs.a.result == 'failure') && false", false],
    ['always()', true],
    ["always() && needs.build.result == 'success'", undefined],
    ['!cancelled()', true],
    ['failure()', undefined],
    ['inputs.dry == false', true],
    ["inputs.dry == 'true'", false],
    ["startsWith(github.ref, 'refs/heads/release/')", false],
    ["startsWith(github.ref, 'refs/heads/ma')", true],
    ["startsWith(github.ref, 'refs/tags/')", undefined],
    ["startsWith(github.ref_name, 'v')", undefined],
    ["contains(inputs.service, 'e')", true],
    ['contains(fromJSON(\'["main"]\'), github.ref_name)', undefined],
    ["steps.filter.outputs['a-b'] == 'true'", undefined],
    ['1 < 2', true],
    ["'' == null", true],
    ['(true', undefined],
    [`${'('.repeat(500)}true${')'.repeat(500)}`, undefined],
    [`${'!'.repeat(500)}true`, undefined],
  ])('%s: %s', (condition, held) => {
    expect(conditionHolds(condition, contexts)).toBe(held);
  });
});

const combinations = (matrix: unknown) =>
  combinationsOf({ matrix } as never, contexts).map((values) =>
    [...values].map(([name, value]) => `${name}=${value}`).join(' '),
  );

describe('a matrix', () => {
  test.each([
    ['no matrix is one job', undefined, ['']],
    ['one dimension', { s: ['a', 'b'] }, ['s=a', 's=b']],
    ['two dimensions', { s: ['a', 'b'], r: [1, 2] }, ['s=a r=1', 's=a r=2', 's=b r=1', 's=b r=2']],
    ['values that are maps', { t: [{ n: 'a', p: 'x' }] }, ['t.n=a t.p=x']],
    ['what is excluded', { s: ['a', 'b'], r: [1], exclude: [{ s: 'a' }] }, ['s=b r=1']],
    ['what is added to each', { s: ['a', 'b'], include: [{ x: '1' }] }, ['s=a x=1', 's=b x=1']],
    ['what is added to one', { s: ['a', 'b'], include: [{ s: 'a', x: '1' }] }, ['s=a x=1', 's=b']],
    ['a job of its own', { s: ['a'], include: [{ s: 'c', x: '1' }] }, ['s=a', 's=c x=1']],
    ['only what is included', { include: [{ s: 'a' }, { s: 'b' }] }, ['s=a', 's=b']],
    ['expressions in it', { s: ['${{ inputs.service }}'] }, ['s=web']],
    ['one that is computed', '${{ fromJSON(needs.x.outputs.y) }}', ['']],
  ])('%s', (_, matrix, gives) => {
    expect(combinations(matrix)).toEqual(gives);
  });

  test('has the names of its dimensions', () => {
    expect(dimensionsOf({ matrix: { b: [1], include: [{ a: 1 }] } })).toEqual(['a', 'b']);
    expect(dimensionsOf({ matrix: '${{ x }}' })).toEqual(['expression']);
    expect(dimensionsOf(undefined)).toEqual([]);
  });

  test('is never more jobs than GitHub runs', () => {
    const many = Array.from({ length: 100 }, (_, index) => index);
    expect(combinations({ a: many, b: many, c: many })).toHaveLength(256);
  });
});
