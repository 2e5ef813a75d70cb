import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { headline } from '../../shared/alerts/headline.ts';
import type { BreakGlassRequest } from '../../shared/break-glass/model.ts';
import { type BreakGlassAnswer, endWindow, runBreakGlass } from '../../shared/break-glass/trigger.ts';
import { loadContract } from '../../shared/contract/load.ts';
import { createFingerprint, createValueReducer } from '../../shared/estate/value-reducer.ts';
import { type PassAnswer, type PassDeps, runPass } from '../../shared/pass.ts';
import type { Notifier, StateStore } from '../../shared/ports.ts';
import type { StoreHarness } from '../adapters/contract/harness.ts';
import { type ScriptedSource, scriptedSource, serviceOf } from '../fakes/estate-source.ts';

const KEY = Buffer.alloc(32, 5);
const HOUR = 3_600_000;
/** Each pass reads two environments. */
const FIRST_READ_AFTER = 3;
const START = new Date('2026-02-27T03:00:00Z');
const REQUEST: BreakGlassRequest = {
  reason: 'web answers 404',
  ticket: 'INC-227',
  actor: 'ops@example.com',
  environment: null,
  durationMs: 4 * HOUR,
};

function contractOf(estate: string, more = ''): string {
  return `apiVersion: plumbline/v1
estate: ${estate}
environments:
  dev: { project: shop-dev, regions: [us-central1] }
  prod: { project: shop-prod, regions: [us-central1], protected: true }
services:
  web: { names: { dev: web, prod: web }, serviceAccount: cr-web${more} }
`;
}

function web(environment: string, fields: Record<string, unknown> = {}) {
  const template = {
    serviceAccount: `cr-web@shop-${environment}.iam.gserviceaccount.com`,
    containers: [{ image: 'app:1' }],
  };
  return serviceOf({ project: `shop-${environment}`, name: 'web' }, { template, ...fields });
}

/** What break-glass windows promise over the whole pass, as tests of one store. */
export function windowsSuite(name: string, prepare: () => Promise<StoreHarness>): void {
  describe(`break-glass windows, ${name}`, () => {
    let harness: StoreHarness | null = null;
    let store: StateStore;
    let source: ScriptedSource;
    let clock: Date;
    let told: string[];
    let contract: string;
    let estate: string;

    beforeAll(async () => {
      harness = await prepare();
    });
    afterAll(() => harness?.close());
    beforeEach(async () => {
      estate = `shop-${randomUUID().slice(0, 8)}`;
      clock = START;
      contract = contractOf(estate);
      told = [];
      if (harness === null) throw new Error('the harness is not prepared yet');
      store = await harness.open(estate, { now: () => clock });
      source = scriptedSource();
      for (const environment of ['dev', 'prod']) source.documents[environment] = [web(environment)];
      await at(0).pass();
      told.length = 0;
    });
    afterEach(() => store.close());

    const recorder: Notifier = {
      send: async ({ channel, message }) => {
        told.push(headline(message));
        return { status: 'sent', delivery: { channel, ts: String(told.length) } };
      },
      update: async (delivery) => ({ status: 'sent', delivery }),
      find: async () => 'absent',
    };
    const deps = (changes: Partial<PassDeps> = {}): PassDeps => ({
      contract: loadContract(contract, 'shop.yaml'),
      source,
      reduce: createValueReducer({ key: KEY, environments: [] }),
      fingerprintOf: createFingerprint(KEY),
      store,
      notifier: recorder,
      defaultChannel: '#drift',
      now: () => clock,
      newId: () => randomUUID(),
      deadline: () => new AbortController().signal,
      leaseMs: 60_000,
      beat: async () => true,
      ...changes,
    });
    /** So many hours after the beginning. */
    const at = (hours: number) => {
      clock = new Date(START.getTime() + hours * HOUR);
      return {
        pass: (): Promise<PassAnswer> => runPass(deps(), 'schedule'),
        ask: (request: Partial<BreakGlassRequest> = {}): Promise<BreakGlassAnswer> =>
          runBreakGlass(deps(), { ...REQUEST, ...request }),
      };
    };
    const change = (environment: string, fields: Record<string, unknown> = {}) => {
      source.documents[environment] = [web(environment, fields)];
    };
    const OPEN = { invokerIamDisabled: true };

    it('what stands when one ends is told again, once', async () => {
      change('prod', OPEN);
      await at(1).ask();
      expect(told).toEqual([
        expect.stringMatching(/^BREAK-GLASS · .* prod · web · invoker check switched off/),
      ]);
      await at(4.9).pass();
      expect(told).toHaveLength(1);
      await at(5).pass();
      expect(told.slice(1)).toEqual([
        expect.stringMatching(/^BREAK-GLASS ENDED · .* prod · web · invoker check switched off/),
      ]);
      await at(5.5).pass();
      await at(20).pass();
      expect(told).toHaveLength(2);
    });

    it('what was just being deployed when it was opened stays of it, and is told again when it ends', async () => {
      contract = contractOf(estate, ', ingress: { prod: internal }');
      change('prod', { ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY' });
      await at(0.5).pass();
      told.length = 0;
      change('prod', { ingress: 'INGRESS_TRAFFIC_ALL', reconciling: true });
      const { findings } = await at(1).ask();
      expect(findings.map(({ kind, path }) => [kind, path])).toEqual([['drift', 'ingress']]);
      change('prod', { ingress: 'INGRESS_TRAFFIC_ALL' });
      await at(2).pass();
      await at(4.9).pass();
      expect(told).toEqual([expect.stringMatching(/^BREAK-GLASS · .* prod · web · ingress opened/)]);
      await at(5).pass();
      expect(told.slice(1)).toEqual([expect.stringMatching(/^BREAK-GLASS ENDED · .* prod · web · ingress/)]);
    });

    it('what was put back before it ends is not', async () => {
      change('prod', OPEN);
      await at(1).ask();
      change('prod');
      await at(2).pass();
      await at(5).pass();
      await at(6).pass();
      expect(told.map((line) => line.split(' · ')[0])).toEqual(['BREAK-GLASS', 'RESOLVED']);
    });

    it('what is put back by the pass that finds it ended is not', async () => {
      change('prod', OPEN);
      await at(1).ask();
      change('prod');
      await at(6).pass();
      expect(told.map((line) => line.split(' · ')[0])).toEqual(['BREAK-GLASS', 'RESOLVED']);
    });

    it('what was written back before it ends is not', async () => {
      change('prod', { ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY' });
      await at(1).ask();
      contract = contractOf(estate, ', ingress: { dev: all, prod: internal }');
      await at(2).pass();
      await at(5).pass();
      expect(told.map((line) => line.split(' · ')[0])).toEqual(['BREAK-GLASS', 'RESOLVED']);
    });

    it('of a window that somebody closed nobody is reminded', async () => {
      change('prod', OPEN);
      const { window } = await at(1).ask();
      await endWindow(store, { window: window.id, by: 'ann', reason: 'kept until Monday' }, clock);
      await at(6).pass();
      expect(told).toHaveLength(1);
    });

    it('the same ticket keeps one window open longer, and it ends once', async () => {
      change('prod', OPEN);
      const first = await at(1).ask();
      const second = await at(3).ask();
      expect(second.window).toMatchObject({ id: first.window.id, expiresAt: '2026-02-27T10:00:00.000Z' });
      expect(second.findings.map(({ path }) => path)).toEqual(['invokerIamDisabled']);
      await at(5).pass();
      expect(told).toHaveLength(1);
      await at(7).pass();
      await at(8).pass();
      expect(told.slice(1)).toEqual([expect.stringMatching(/^BREAK-GLASS ENDED/)]);
      expect(await store.listWindows()).toHaveLength(1);
    });

    it('two at once keep apart what belongs to which, and each ends by itself', async () => {
      await at(0.5).ask({ ticket: 'INC-ALL', durationMs: 8 * HOUR });
      change('prod', OPEN);
      const prod = await at(1).ask({ ticket: 'INC-PROD', environment: 'prod' });
      expect(prod.window.changes.map(({ environment }) => environment)).toEqual(['prod']);
      change('dev', OPEN);
      const all = await at(2).ask({ ticket: 'INC-ALL', durationMs: 8 * HOUR });
      const environments = ({ findings }: BreakGlassAnswer) => findings.map(({ environment }) => environment);
      expect([environments(prod), environments(all)]).toEqual([['prod'], ['dev']]);
      told.length = 0;
      await at(5).pass();
      expect(told).toEqual([expect.stringMatching(/^BREAK-GLASS ENDED · .* prod/)]);
      await at(10).pass();
      expect(told.slice(1)).toEqual([expect.stringMatching(/^BREAK-GLASS ENDED · .* dev/)]);
    });

    it('what still stands from an earlier one is named beside a later one, and stays its own', async () => {
      change('prod', OPEN);
      const first = await at(1).ask({ ticket: 'INC-1' });
      change('dev', OPEN);
      const second = await at(2).ask({ ticket: 'INC-2' });
      const held = ({ findings, earlier }: BreakGlassAnswer) => [
        findings.map(({ environment }) => environment),
        earlier.map(({ window, findings: others }) => [window.ticket, others.map((one) => one.environment)]),
      ];
      expect(held(first)).toEqual([['prod'], []]);
      expect(held(second)).toEqual([['dev'], [['INC-1', ['prod']]]]);
      expect(held(await at(3).ask({ ticket: 'INC-3', environment: 'dev' }))).toEqual([
        [],
        [['INC-2', ['dev']]],
      ]);
      change('prod');
      const third = await at(4).ask({ ticket: 'INC-4' });
      expect(held(third)).toEqual([[], [['INC-2', ['dev']]]]);
    });

    it('the same ticket after its window is over goes on with what still stands, and ends once more', async () => {
      change('prod', OPEN);
      const first = await at(1).ask();
      await at(5).pass();
      change('dev', OPEN);
      const second = await at(6).ask();
      expect(second.window.id).not.toBe(first.window.id);
      expect(second.window.changes.map(({ environment }) => environment)).toEqual(['prod', 'dev']);
      expect(second.findings.map(({ environment }) => environment).sort()).toEqual(['dev', 'prod']);
      expect(second.earlier).toEqual([]);
      told.length = 0;
      await at(9).pass();
      expect(told).toEqual([]);
      await at(10).pass();
      expect(told.map((line) => line.split(' · ').slice(0, 3)).sort()).toEqual([
        ['BREAK-GLASS ENDED', 'CRITICAL', 'prod'],
        ['BREAK-GLASS ENDED', 'MEDIUM', 'dev'],
      ]);
    });

    it('the same ticket after somebody closed its window takes up nothing of it', async () => {
      change('prod', OPEN);
      const first = await at(1).ask();
      await endWindow(store, { window: first.window.id, by: 'ann', reason: 'kept until Monday' }, clock);
      const second = await at(6).ask();
      expect({ changes: second.window.changes, findings: second.findings }).toEqual({
        changes: [],
        findings: [],
      });
      expect(second.earlier.map(({ window }) => window.id)).toEqual([first.window.id]);
    });

    it('a window of one environment takes nothing of another', async () => {
      change('dev', OPEN);
      const { window, findings } = await at(1).ask({ environment: 'prod' });
      expect({ changes: window.changes, findings }).toEqual({ changes: [], findings: [] });
      expect(told).toEqual([expect.not.stringContaining('BREAK-GLASS')]);
    });

    it('a request during a pass is covered by one that begins after it, and has its window', async () => {
      let asked: Promise<BreakGlassAnswer> = Promise.reject(new Error('nobody asked'));
      asked.catch(() => undefined);
      let reads = 0;
      source.onRead = async () => {
        reads += 1;
        if (reads === 1)
          await new Promise<void>((isLeft) => {
            const wait = () => {
              isLeft();
              return over;
            };
            asked = runBreakGlass(deps({ wait }), REQUEST);
          });
        if (reads === FIRST_READ_AFTER) change('prod', OPEN);
      };
      const over: Promise<void> = at(1)
        .pass()
        .then(() => undefined);
      await over;
      const { window, findings, pass } = await asked;
      expect(window).toMatchObject({ ticket: 'INC-227', runIds: [pass.runId] });
      expect(window.changes.map(({ path }) => path)).toEqual(['invokerIamDisabled']);
      expect(findings.map(({ path }) => path)).toEqual(['invokerIamDisabled']);
      expect(told).toEqual([expect.stringMatching(/^BREAK-GLASS · /)]);
      expect(await store.listWindows()).toHaveLength(1);
    });
  });
}
