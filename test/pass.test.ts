import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteStore } from '../shared/adapters/sqlite/state-store.ts';
import { loadContract } from '../shared/contract/load.ts';
import { createFingerprint, createValueReducer } from '../shared/estate/value-reducer.ts';
import { type PassDeps, runPass } from '../shared/pass.ts';
import type { PassReport } from '../shared/pass-report.ts';
import type { Notifier, SendRequest, StateStore } from '../shared/ports.ts';
import { settleFinding } from '../shared/settle-finding.ts';
import { type ScriptedSource, scriptedSource, serviceOf } from './fakes/estate-source.ts';

const CONTRACT = `apiVersion: plumbline/v1
estate: shop
environments:
  dev: { project: shop-dev, regions: [us-central1] }
  prod: { project: shop-prod, regions: [us-central1], protected: true }
services:
  web: { names: { dev: web, prod: web }, serviceAccount: cr-web }
`;
const KEY = Buffer.alloc(32, 5);

let store: StateStore;
let source: ScriptedSource;
let sent: SendRequest[];
let beats: number;
let clock: Date;

beforeEach(async () => {
  store = await openSqliteStore({ path: ':memory:', estate: 'shop', clock: { now: () => clock } });
  source = scriptedSource();
  sent = [];
  beats = 0;
  clock = new Date('2026-02-27T03:00:00Z');
  for (const environment of ['dev', 'prod']) source.documents[environment] = [web(environment)];
});
afterEach(() => store.close());

function web(environment: string, fields: Record<string, unknown> = {}, place = {}) {
  const template = {
    serviceAccount: `cr-web@shop-${environment}.iam.gserviceaccount.com`,
    containers: [{ image: 'app:1' }],
  };
  return serviceOf({ project: `shop-${environment}`, name: 'web', ...place }, { template, ...fields });
}

const recorder: Notifier = {
  send: async (request) => {
    sent.push(request);
    return { status: 'sent', delivery: { channel: request.channel, ts: String(sent.length) } };
  },
  update: async (delivery) => ({ status: 'sent', delivery }),
  find: async () => 'absent',
};

let ids = 0;
function deps(changes: Partial<PassDeps> = {}): PassDeps {
  return {
    contract: loadContract(CONTRACT, 'shop.yaml'),
    source,
    reduce: createValueReducer({ key: KEY, environments: [] }),
    fingerprintOf: createFingerprint(KEY),
    store,
    notifier: recorder,
    defaultChannel: '#drift',
    now: () => clock,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    deadline: () => new AbortController().signal,
    leaseMs: 60_000,
    beat: async () => {
      beats += 1;
      return true;
    },
    ...changes,
  };
}

async function pass(changes: Partial<PassDeps> = {}): Promise<PassReport> {
  clock = new Date(clock.getTime() + 3_600_000);
  const answer = await runPass(deps(changes), 'schedule');
  if (answer.outcome === 'coalesced') throw new Error('the pass stood back');
  return answer;
}

const loud = ({ transitions }: PassReport) =>
  transitions.filter(({ kind }) => kind !== 'released').map(({ kind, reason }) => `${kind} ${reason}`);

describe('a pass', () => {
  it('begins with a baseline: one message, no drift', async () => {
    const answer = await pass();
    expect(loud(answer)).toEqual([]);
    expect(sent.map(({ message }) => message.kind)).toEqual(['baseline']);
    expect(beats).toBe(1);
  });

  it('tells a change once, and its end once', async () => {
    await pass();
    source.documents.prod = [web('prod', { invokerIamDisabled: true })];
    expect(loud(await pass())).toEqual(['opened new-drift']);
    expect(loud(await pass())).toEqual([]);
    source.documents.prod = [web('prod')];
    expect(loud(await pass())).toEqual(['resolved reverted']);
    expect(loud(await pass())).toEqual([]);
    expect(sent.map(({ message }) => message.kind)).toEqual(['baseline', 'alert', 'resolved']);
  });

  it('stands back while another holds the lease', async () => {
    await store.acquireLease({ owner: 'other', ttlMs: 60_000, request: null });
    expect(await runPass(deps(), 'schedule')).toEqual({ outcome: 'coalesced' });
    expect(sent).toEqual([]);
  });

  it('takes over from a dead holder', async () => {
    await store.acquireLease({ owner: 'dead', ttlMs: 60_000, request: null });
    expect((await pass()).outcome).toBe('complete');
  });

  it('keeps and tells nothing where another took over meanwhile', async () => {
    await pass();
    source.documents.prod = [web('prod', { invokerIamDisabled: true })];
    source.onRead = async () => {
      clock = new Date(clock.getTime() + 60_000);
      await store.acquireLease({ owner: 'thief', ttlMs: 60_000, request: null });
    };
    await expect(pass()).rejects.toMatchObject({ code: 'LEASE_LOST', retryable: true });
    expect(sent).toHaveLength(1);
    source.onRead = async () => undefined;
    expect(loud(await pass())).toEqual(['opened new-drift']);
  });

  it('runs again for whoever asked while it was under way', async () => {
    let reads = 0;
    source.onRead = async () => {
      reads += 1;
      if (reads === 1)
        await store.acquireLease({ owner: 'asker', ttlMs: 1, request: { id: 'w', data: null } });
    };
    await pass();
    expect(reads).toBe(4);
    expect((await store.listRuns(10)).map(({ trigger }) => trigger).sort()).toEqual([
      'break-glass',
      'schedule',
    ]);
  });

  it('decides again where a person settled a finding meanwhile, and keeps what they decided', async () => {
    await pass();
    source.documents.prod = [web('prod', { invokerIamDisabled: true })];
    const [opened] = (await pass()).moved;
    let reads = 0;
    source.onRead = async () => {
      reads += 1;
      if (reads === 1)
        await settleFinding(
          store,
          {
            action: 'accept',
            fingerprint: opened?.fingerprint ?? '',
            by: 'ops',
            reason: 'known',
            expires: null,
          },
          clock,
        );
    };
    source.documents.prod = [web('prod')];
    expect(loud(await pass())).toEqual(['resolved reverted']);
    expect(reads).toBe(4);
    expect((await store.listFindings([])).map(({ state }) => state)).toEqual(['resolved']);
    expect((await store.listTransitions(10)).map(({ kind }) => kind)).toContain('accepted');
  });

  it('stops where the state cannot be read, and tells nothing', async () => {
    await pass();
    const broken = { ...store, loadState: () => Promise.reject(new Error('no state')) } as StateStore;
    for (const name of ['acquireLease', 'releaseLease', 'renewLease'] as const)
      Object.assign(broken, {
        [name]: (...words: never[]) => (store[name] as (...all: never[]) => unknown)(...words),
      });
    await expect(pass({ store: broken })).rejects.toThrow('no state');
    expect(sent).toHaveLength(1);
    expect((await pass()).outcome).toBe('complete');
  });

  it('gives no heartbeat where something was not read or not told', async () => {
    await pass();
    source.gaps['prod|apikeys.keys'] = { status: 'UNREACHABLE', detail: 'no answer' };
    expect((await pass()).outcome).toBe('partial');
    source.gaps = {};
    source.documents.prod = [web('prod', { invokerIamDisabled: true })];
    const closed: Notifier = {
      ...recorder,
      send: async () => ({ status: 'misconfigured', code: 'channel_not_found', detail: 'no such channel' }),
    };
    expect((await pass({ notifier: closed })).delivery.pending).toBe(1);
    expect(beats).toBe(1);
    expect((await pass()).delivery).toMatchObject({ sent: 1, pending: 0 });
    expect(beats).toBe(2);
  });
});

describe('what a pass could not read', () => {
  it('is no deletion, and a change behind it is told once it is seen again', async () => {
    await pass();
    source.gaps['prod|run.services'] = { status: 'DENIED', detail: 'run.services.list is missing' };
    source.documents.prod = [web('prod', { invokerIamDisabled: true })];
    const blind = await pass();
    expect(loud(blind)).toEqual(['opened new-read-gap']);
    source.gaps = {};
    expect(loud(await pass()).sort()).toEqual(['opened new-drift', 'resolved read-again']);
  });

  it('keeps looking where services were before, also where the contract does not', async () => {
    const elsewhere = web('prod', {}, { region: 'europe-west1', name: 'stray' });
    const asked: string[][] = [];
    const read = source.read;
    source.read = (target, emit, signal) => {
      if (target.environment === 'prod') asked.push(target.regions);
      const regions = [...new Set([...target.regions, 'europe-west1'])];
      return read({ ...target, regions }, emit, signal);
    };
    source.documents.prod = [web('prod'), elsewhere];
    await pass();
    await pass();
    expect(asked).toEqual([['us-central1'], ['europe-west1', 'us-central1']]);
  });
});
