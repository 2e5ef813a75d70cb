import { expect, test } from '@jest/globals';
import { PROJECT_APIS, RUN_APIS } from './apis.ts';
import { CHANGES } from './changes.ts';
import { describeMatrix } from './matrix.ts';
import { sorted } from './passed.ts';
import { openWorld } from './world.ts';

describeMatrix(PROJECT_APIS);

test('every class that a pass reads has a change and a call in the tables', async () => {
  const world = await openWorld();
  try {
    const { report } = await world.pass();
    const read = new Set(report.coverage.map(({ resource }) => resource));
    const changed = new Set(CHANGES.map(({ resource }) => resource));
    const calls = [...RUN_APIS, ...PROJECT_APIS];
    const called = new Set(calls.flatMap(({ blind }) => blind.map(({ resource }) => resource)));
    expect(sorted(changed)).toEqual(sorted(read));
    expect(sorted(called)).toEqual(sorted(read));
  } finally {
    await world.close();
  }
});

test('every request of a pass is one call of the tables', async () => {
  const world = await openWorld();
  try {
    await world.pass();
    const prod = world.google.requests.filter(({ path }) => path.includes('/shop-prod'));
    const rows = [...RUN_APIS, ...PROJECT_APIS].filter(
      ({ member, call }) => member === undefined || call.startsWith('revision'),
    );
    for (const { path } of prod)
      expect({ path, calls: rows.filter((row) => row.path.test(path)).length }).toEqual({ path, calls: 1 });
  } finally {
    await world.close();
  }
});
