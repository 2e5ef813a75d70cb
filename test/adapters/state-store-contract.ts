import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from '@jest/globals';
import type { StateStore } from '../../shared/ports.ts';
import { commitSuite } from './contract/commit-suite.ts';
import { findingsSuite } from './contract/findings-suite.ts';
import type { Bench, StoreHarness } from './contract/harness.ts';
import { keepingSuite } from './contract/keeping-suite.ts';
import { leaseSuite } from './contract/lease-suite.ts';
import { outboxSuite } from './contract/outbox-suite.ts';
import { readingsSuite } from './contract/readings-suite.ts';
import { windowsSuite } from './contract/windows-suite.ts';

/**
 * Every promise of the StateStore port, as tests of one adapter. `prepare` is called once; its stores are
 * opened on estates that no other test uses, and closed after each test.
 */
export function describeStateStore(name: string, prepare: () => Promise<StoreHarness>): void {
  describe(`StateStore: ${name}`, () => {
    let harness: StoreHarness | null = null;
    let estate = '';
    let opened: StateStore[] = [];
    const current = (): StoreHarness => {
      if (harness === null) throw new Error('the harness is not prepared yet');
      return harness;
    };
    const bench: Bench = {
      harness: current,
      estate: () => estate,
      open: async (clock) => {
        const store = await current().open(estate, clock);
        opened.push(store);
        return store;
      },
    };
    beforeAll(async () => {
      harness = await prepare();
    });
    beforeEach(() => {
      estate = `estate-${randomUUID()}`;
    });
    afterEach(async () => {
      await Promise.all(opened.map((store) => store.close()));
      opened = [];
    });
    afterAll(async () => current().close());

    leaseSuite(bench);
    commitSuite(bench);
    readingsSuite(bench);
    findingsSuite(bench);
    outboxSuite(bench);
    keepingSuite(bench);
    windowsSuite(bench);
  });
}
