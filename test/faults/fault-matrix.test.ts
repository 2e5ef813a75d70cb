import { describe, expect, test } from '@jest/globals';
import { APIS } from './apis.ts';
import { CHANGES } from './changes.ts';
import { KINDS, PASSING } from './kinds.ts';
import { sorted } from './passed.ts';
import { playFault, playFirstSight, playPassingFault } from './story.ts';
import { openWorld } from './world.ts';

describe.each(APIS.map((row) => ({ ...row, row })))('$call', ({ row }) => {
  const kinds = KINDS.filter(({ lists }) => row.list || lists === undefined);

  test.each(kinds.map((kind) => ({ ...kind, kind })))(
    '$name is $status, and takes nothing else along',
    ({ kind }) => playFault(row, kind),
  );

  test.each(PASSING)('$name: is waited for, and nothing is missing', ({ fault }) =>
    playPassingFault(row, fault),
  );

  test.each(KINDS.filter(({ name }) => name === '403' || name === '503').map((kind) => ({ ...kind, kind })))(
    '$name since the first pass: what is read at last is no drift',
    ({ kind }) => playFirstSight(row, kind),
  );
});

test('every class that a pass reads has a change and a call in the tables', async () => {
  const world = await openWorld();
  try {
    const { report } = await world.pass();
    const read = new Set(report.coverage.map(({ resource }) => resource));
    const changed = new Set(CHANGES.map(({ resource }) => resource));
    const called = new Set(APIS.flatMap(({ blind }) => blind.map(({ resource }) => resource)));
    expect(sorted(changed)).toEqual(sorted(read));
    expect(sorted(called)).toEqual(sorted(read));
  } finally {
    await world.close();
  }
});
