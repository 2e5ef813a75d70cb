import { describe, expect, test } from '@jest/globals';
import { loadContract } from '../../../shared/contract/load.ts';
import { changed, SAMPLE } from '../sample.ts';

const secretsOf = (text: string) => loadContract(text, 'c.yaml').secrets;
const lineOf = (text: string, piece: string) => text.slice(0, text.indexOf(piece)).split('\n').length;

describe('what the contract says of secrets', () => {
  test('once for all environments', () => {
    const { maxAgeDays } = secretsOf(SAMPLE);
    expect([...maxAgeDays.keys()]).toEqual(['dev', 'stage', 'prod']);
    expect(maxAgeDays.get('prod')).toEqual({
      value: 180,
      location: { file: 'c.yaml', line: lineOf(SAMPLE, 'maxAgeDays: 180'), column: 3 },
      perEnvironment: false,
    });
  });

  test('by environment, and of the others nothing', () => {
    const text = changed('maxAgeDays: 180', 'maxAgeDays: { prod: 90 }');
    const { maxAgeDays } = secretsOf(text);
    expect([...maxAgeDays.keys()]).toEqual(['prod']);
    expect(maxAgeDays.get('prod')).toMatchObject({ value: 90, perEnvironment: true });
  });

  test('which hold one value, and where it is said', () => {
    expect(secretsOf(SAMPLE).fingerprints).toEqual([
      {
        secret: 'STRIPE_KEY',
        same: ['stage', 'prod'],
        location: { file: 'c.yaml', line: lineOf(SAMPLE, 'fingerprints:'), column: 19 },
      },
    ]);
  });

  test('or nothing at all', () => {
    const text = SAMPLE.replace(/secrets:\n {2}maxAgeDays.*\n {2}fingerprints.*\n/, '');
    expect(secretsOf(text)).toEqual({ maxAgeDays: new Map(), fingerprints: [] });
  });
});
