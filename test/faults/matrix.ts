import { describe, test } from '@jest/globals';
import type { ApiRow } from './apis.ts';
import { KINDS, PASSING } from './kinds.ts';
import { playFault, playFirstSight, playPassingFault } from './story.ts';

/** Plays every fault of every call in the table. */
export function describeMatrix(rows: ApiRow[]): void {
  describe.each(rows.map((row) => ({ call: row.call, row })))('$call', ({ row }) => {
    const kinds = KINDS.filter(({ lists }) => row.list || lists === undefined);

    test.each(kinds.map((kind) => ({ ...kind, kind })))(
      '$name is $status, and takes nothing else along',
      ({ kind }) => playFault(row, kind),
    );

    test('a 429 that passes is waited for, and nothing is missing', () => playPassingFault(row, PASSING));

    const outage = KINDS.filter(({ name }) => name === '503');
    test.each(outage.map((kind) => ({ ...kind, kind })))(
      '$name since the first pass: what is read at last is no drift',
      ({ kind }) => playFirstSight(row, kind),
    );
  });
}
