import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SimulatedEstate } from '../simulator/estate.ts';
import { subjects, tellings } from './passed.ts';
import { PROD, TASK } from './shop.ts';
import { openWorld, type World } from './world.ts';

const FAR = 'europe-west1';
let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** All regions were asked, and this one had nothing: what is there now is new, though its scope was never seen. */
describe('what appears in a region that had nothing', () => {
  test.each<[string, string, (estate: SimulatedEstate) => void]>([
    ['a service', `run.services/${FAR}/stray`, (estate) => estate.addService(PROD, FAR, { name: 'stray' })],
    [
      'a secret',
      `secretmanager.secrets/${FAR}/STRAY`,
      (estate) => estate.addSecret(PROD, 'STRAY', { location: FAR, versions: 0 }),
    ],
    [
      'a job',
      `run.jobs/${FAR}/stray`,
      (estate) => estate.addJob(PROD, FAR, { name: 'stray', template: { template: TASK } }),
    ],
    [
      'a worker pool',
      `run.workerPools/${FAR}/stray`,
      (estate) => estate.addWorkerPool(PROD, FAR, { name: 'stray', template: TASK }),
    ],
  ])('%s is told, once', async (_, subject, appear) => {
    await world.pass();
    appear(world.google.estate);
    const passed = await world.pass();
    expect(subjects(passed, 'opened')).toEqual([subject]);
    expect(tellings(passed)).toEqual([`opened ${subject}`]);
    const quiet = await world.pass();
    expect({ told: quiet.told, transitions: quiet.transitions }).toEqual({ told: [], transitions: [] });
  });
});
