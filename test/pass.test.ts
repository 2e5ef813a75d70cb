import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteStore } from '../shared/adapters/sqlite/state-store.ts';
import { loadContract } from '../shared/contract/load.ts';
import { createFingerprint, createValueReducer } from '../shared/estate/value-reducer.ts';
import { type PassAnswer, type PassDeps, runPass, runRequestedPass } from '../shared/pass.ts';
import type { CoveredPass, PassReport } from '../shared/pass-report.ts';
import type { LogLine, Notifier, SendRequest, StateStore } from '../shared/ports.ts';
import { settleFinding } from '../shared/settle-finding.ts';
import type { SmokeProbe } from '../shared/smoke/model.ts';
import { withFolder } from './acceptance/command.ts';
import { type ScriptedSource, scriptedSource, serviceOf } from './fakes/estate-source.ts';
import { type Files, repositoryOf, scripted } from './fakes/workflow-files.ts';

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

  it('keeps its lease while it takes long', async () => {
    await pass();
    source.documents.prod = [web('prod', { invokerIamDisabled: true })];
    const met: string[] = [];
    const meanwhile = async () => {
      clock = new Date(clock.getTime() + 40_000);
      met.push((await runPass(deps(), 'schedule')).outcome);
    };
    source.onRead = async () => {
      source.onRead = async () => undefined;
      await meanwhile();
    };
    const slow: Notifier = {
      ...recorder,
      send: async (request) => {
        await meanwhile();
        return recorder.send(request);
      },
    };
    expect((await runPass(deps({ notifier: slow }), 'schedule')).outcome).toBe('complete');
    expect(met).toEqual(['coalesced', 'coalesced']);
  });

  it('ends where it finds its lease lost, and has told nothing', async () => {
    await pass();
    source.documents.prod = [web('prod', { invokerIamDisabled: true })];
    source.onRead = async () => {
      source.onRead = async () => undefined;
      clock = new Date(clock.getTime() + 90_000);
      await store.acquireLease({ owner: 'thief', ttlMs: 60_000, request: null });
    };
    await expect(runPass(deps(), 'schedule')).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(sent).toHaveLength(1);
  });

  it('does no harm with clocks that are minutes apart', async () => {
    const onTime = () => clock;
    const early = () => new Date(clock.getTime() - 5 * 60_000);
    const late = () => new Date(clock.getTime() + 5 * 60_000);
    const told: string[][] = [];
    const met: string[] = [];
    for (const [index, now] of [onTime, late, early, late, early, late].entries()) {
      clock = new Date(clock.getTime() + 120_000);
      source.documents.prod = [web('prod', index === 1 || index === 2 ? { invokerIamDisabled: true } : {})];
      source.onRead = async () => {
        source.onRead = async () => undefined;
        met.push((await runPass(deps({ now: now === late ? early : late }), 'schedule')).outcome);
      };
      const answer = await runPass(deps({ now, leaseMs: 60_000 }), 'schedule');
      if (answer.outcome !== 'coalesced') told.push(loud(answer));
    }
    expect(met).toEqual(Array.from({ length: 6 }, () => 'coalesced'));
    expect(told).toEqual([[], ['opened new-drift'], [], ['resolved reverted'], [], []]);
    expect(sent.map(({ message }) => message.kind)).toEqual(['baseline', 'alert', 'resolved']);
  });

  it('delivers what an earlier pass left behind before it looks at anything', async () => {
    await pass();
    source.documents.prod = [web('prod', { invokerIamDisabled: true })];
    const dead: Notifier = { ...recorder, send: () => new Promise(() => undefined) };
    void runPass(deps({ notifier: dead }), 'schedule').catch(() => undefined);
    while ((await store.pendingEntries())[0]?.claim == null) await Promise.resolve();
    let before: string[] = [];
    source.onRead = async () => {
      before = sent.map(({ message }) => message.kind);
    };
    expect((await pass()).delivery).toMatchObject({ sent: 1, pending: 0 });
    expect(before).toEqual(['baseline', 'alert']);
  });

  it('stops where the store is damaged, with an error that says so, and tells nothing', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'state.db');
      const file = await openSqliteStore({ path, estate: 'shop', clock: { now: () => clock } });
      source.documents.prod = [web('prod', { invokerIamDisabled: true })];
      await pass({ store: file });
      const db = new DatabaseSync(path);
      db.exec(`UPDATE baseline SET json = 'gone'`);
      db.close();
      await expect(pass({ store: file })).rejects.toMatchObject({
        code: 'STORE_CORRUPT',
        message: expect.stringMatching(/baseline is damaged/),
      });
      expect(sent).toHaveLength(1);
      expect(await file.listRuns(10)).toHaveLength(1);
      await file.close();
    });
  });

  it('logs each pass, undelivered messages and the heartbeat', async () => {
    const lines: LogLine[] = [];
    const log = { write: (line: LogLine) => void lines.push(line) };
    await pass({ log, calls: () => lines.length + 7 });
    expect(lines).toMatchObject([
      {
        severity: 'INFO',
        event: 'pass',
        runId: expect.any(String),
        trigger: 'schedule',
        outcome: 'complete',
        durationMs: 0,
        calls: 0,
        coverageGaps: 0,
        findingsOpen: 0,
        alertsSent: 1,
        alertsPending: 0,
        oldestPendingSeconds: 0,
        partialPassesInARow: 0,
      },
      { severity: 'INFO', event: 'heartbeat', runId: lines[0]?.runId },
    ]);
    source.gaps['prod|apikeys.keys'] = { status: 'DENIED', detail: 'no' };
    const closed: Notifier = {
      ...recorder,
      send: async () => ({ status: 'misconfigured', code: 'channel_not_found', detail: 'no such channel' }),
    };
    for (const partialPassesInARow of [1, 2]) {
      lines.length = 0;
      await pass({ log, notifier: closed });
      expect(lines).toMatchObject([
        { severity: 'WARNING', event: 'pass', outcome: 'partial', coverageGaps: 1, partialPassesInARow },
        {
          severity: 'ERROR',
          code: 'DELIVERY_FAILED',
          alertsPending: 1,
          misconfigured: 1,
          oldestPendingSeconds: (partialPassesInARow - 1) * 3_600,
          message: expect.stringMatching(/#drift: channel_not_found: no such channel/),
        },
      ]);
    }
    source.gaps = {};
    lines.length = 0;
    await pass({ log, beat: async () => false });
    expect(lines).toMatchObject([
      { event: 'pass', partialPassesInARow: 0 },
      { event: 'heartbeat' },
      { severity: 'WARNING' },
    ]);
  });

  it('that was asked for answers its own pass, or the one that covered it', async () => {
    await pass();
    source.documents.prod = [web('prod', { invokerIamDisabled: true })];
    let covered: Promise<PassReport | CoveredPass> | null = null;
    source.onRead = async () => {
      source.onRead = async () => undefined;
      const asked = deps({ wait: () => first.then(() => undefined) });
      covered = runRequestedPass(asked, { id: 'r-7', data: { ticket: 'INC-7' } });
      await new Promise(setImmediate);
    };
    const first: Promise<PassAnswer> = runPass(deps(), 'schedule');
    const own = await first;
    const other = (await (covered as unknown as Promise<CoveredPass>)) as CoveredPass;
    expect(own).toMatchObject({ outcome: 'complete', alerts: [{ state: 'sent' }] });
    expect(other).toMatchObject({ outcome: 'complete', run: { trigger: 'break-glass' }, alerts: [] });
    expect(other.runId).not.toBe((own as PassReport).runId);
    const alone = await runRequestedPass(deps(), { id: 'r-8', data: null });
    expect(alone).toMatchObject({ outcome: 'complete', report: { estate: 'shop' } });
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

describe('the declared URLs', () => {
  const declared = CONTRACT.replace('serviceAccount: cr-web', 'serviceAccount: cr-web, smoke: [{ path: / }]');
  const run = async (trigger: 'schedule' | 'break-glass', contract: string) => {
    const asked: string[] = [];
    const probe: SmokeProbe = {
      get: async (url) => {
        asked.push(url);
        return { kind: 'answered', status: 200, redirect: null };
      },
    };
    for (const environment of ['dev', 'prod'])
      source.documents[environment] = [web(environment, { uri: `https://web-${environment}.a.run.app` })];
    const own = deps({ contract: loadContract(contract, 'shop.yaml'), smoke: probe });
    const answer =
      trigger === 'schedule'
        ? await runPass(own, trigger)
        : await runRequestedPass(own, { id: 'r-1', data: null });
    if (answer.outcome === 'coalesced' || 'run' in answer) throw new Error('the pass stood back');
    return { asked, check: answer.report.checks.find(({ id }) => id === 'smoke')?.status ?? null };
  };

  it('are asked by a break-glass pass', async () => {
    expect(await run('break-glass', declared)).toEqual({
      asked: ['https://web-dev.a.run.app/', 'https://web-prod.a.run.app/'],
      check: 'PASS',
    });
  });

  it('are not asked by a scheduled one, which has no such check', async () => {
    expect(await run('schedule', declared)).toEqual({ asked: [], check: null });
  });

  it('are no check of a break-glass pass where none is declared', async () => {
    expect(await run('break-glass', CONTRACT)).toEqual({ asked: [], check: null });
  });
});

describe('the deploy workflows', () => {
  it('are read in every pass, and what is wrong with them is told once', async () => {
    const section =
      'workflows:\n  repository: { github: shop/app }\n  files: { prod: { branch: main, path: p.yml } }\n';
    const contract = loadContract(CONTRACT + section, 'shop.yaml');
    const files: Files = { 'main:p.yml': DEPLOYS };
    const workflows = repositoryOf(files);
    expect(loud(await pass({ contract, workflows }))).toEqual([]);
    files['main:p.yml'] = DEPLOYS.replace('--service-account=cr-web', '--service-account=other');
    expect(loud(await pass({ contract, workflows }))).toEqual(['opened new-violation']);
    files['main:p.yml'] = 'UNREACHABLE';
    const blind = await pass({ contract, workflows });
    expect(loud(blind)).toEqual(['unknown scope-unreadable']);
    expect([blind.outcome, blind.report.coverage.filter(({ status }) => status !== 'OK')]).toEqual([
      'partial',
      [expect.objectContaining({ environment: 'prod', resource: 'workflows.files', status: 'UNREACHABLE' })],
    ]);
    files['main:p.yml'] = 'NOT_CAPTURED';
    expect((await pass({ contract, workflows })).outcome).toBe('complete');
    files['main:p.yml'] = DEPLOYS;
    expect(loud(await pass({ contract, workflows }))).toEqual(['resolved passes']);
  });
});

const DEPLOYS = scripted(
  'gcloud run deploy web --project=shop-prod --region=us-central1 --service-account=cr-web@shop-prod.iam.gserviceaccount.com',
);
