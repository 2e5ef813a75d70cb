import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openSqliteStore } from '../../shared/adapters/sqlite/state-store.ts';
import { loadContract } from '../../shared/contract/load.ts';
import { createFingerprint, createValueReducer } from '../../shared/estate/value-reducer.ts';
import { checkEstate } from '../../shared/judge.ts';
import { type PassDeps, runPass } from '../../shared/pass.ts';
import type { PassReport } from '../../shared/pass-report.ts';
import type { Notifier, SendRequest, StateStore } from '../../shared/ports.ts';
import { verdictOf } from '../../shared/report/report.ts';
import type { Gap } from '../../shared/snapshot/model.ts';
import { type ScriptedSource, scriptedSource, serviceOf } from '../fakes/estate-source.ts';
import { fakeProbe, NEEDED, type World, world } from './fake-probe.ts';

const CONTRACT = loadContract(
  `apiVersion: plumbline/v1
estate: shop
environments:
  dev: { project: shop-dev, regions: [us-central1] }
  prod: { project: shop-prod, regions: [us-central1], protected: true }
services:
  web: { names: { dev: web, prod: web }, serviceAccount: cr-web }
`,
  'shop.yaml',
);
const KEY = Buffer.alloc(32, 5);
const ACCESS = 'secretmanager.versions.access';
const CUT: Gap = { status: 'UNREACHABLE', detail: 'cloudresourcemanager.googleapis.com failed (503)' };
const BROAD = [
  'run.services.update',
  'run.jobs.run',
  'iam.roles.update',
  'run.routes.invoke',
  'apikeys.keys.delete',
];

let store: StateStore;
let source: ScriptedSource;
let google: World;
let sent: SendRequest[];
let clock: Date;
beforeEach(async () => {
  store = await openSqliteStore({ path: ':memory:', estate: 'shop' });
  source = scriptedSource();
  for (const name of ['dev', 'prod']) source.documents[name] = [web(`shop-${name}`)];
  google = world();
  sent = [];
  clock = new Date('2026-02-27T03:00:00Z');
});
afterEach(() => store.close());

function web(project: string) {
  const serviceAccount = `cr-web@${project}.iam.gserviceaccount.com`;
  return serviceOf(
    { project, name: 'web' },
    { template: { serviceAccount, containers: [{ image: 'app:1' }] } },
  );
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
function deps(): PassDeps {
  return {
    contract: CONTRACT,
    source,
    reduce: createValueReducer({ key: KEY, environments: [] }),
    fingerprintOf: createFingerprint(KEY),
    probe: fakeProbe(google),
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
    beat: async () => true,
  };
}

/** One pass an hour later; `probe: null` is a pass over files. */
async function pass({ offline = false } = {}): Promise<PassReport> {
  clock = new Date(clock.getTime() + 3_600_000);
  const { probe, ...rest } = deps();
  const answer = await runPass(
    offline ? rest : { ...rest, ...(probe === undefined ? {} : { probe }) },
    'schedule',
  );
  if (answer.outcome === 'coalesced') throw new Error('another pass holds the lease');
  return answer;
}

function moved({ transitions }: PassReport): string[] {
  return transitions.map(({ kind, reason, subject }) => `${kind} ${reason} ${subject}`);
}

function grant(...permissions: string[]): void {
  google.projects['shop-prod'] = [...NEEDED, ...permissions];
}

const FINDING = `resourcemanager.projects/shop-prod ${ACCESS}`;

describe('a viewer that could read payloads', () => {
  test('opens once, stays quiet, and resolves when the permission is gone', async () => {
    expect(moved(await pass())).toEqual([]);
    grant(ACCESS);
    const told = await pass();
    expect(moved(told)).toEqual([`opened new-violation ${FINDING}`]);
    expect(told.open).toBe(1);
    expect(verdictOf(told.report)).toBe(2);
    expect(told.report.checks.every(({ status }) => status !== 'FAIL')).toBe(true);
    expect(told.report.findings).toMatchObject([
      {
        kind: 'violation',
        severity: 'critical',
        environment: 'prod',
        rule: 'viewer-read-only',
        resource: 'resourcemanager.projects/shop-prod',
        path: ACCESS,
        message: expect.stringContaining('it could read the payloads of secrets'),
        settle: expect.stringContaining(`--permission=${ACCESS}`),
      },
    ]);
    const messages = sent.length;
    const quiet = await pass();
    expect([moved(quiet), quiet.open, sent.length]).toEqual([[], 1, messages]);
    grant();
    const ended = await pass();
    expect(moved(ended)).toEqual([`resolved passes ${FINDING}`]);
    expect([ended.open, verdictOf(ended.report)]).toEqual([0, 0]);
    expect(sent.length).toBe(messages + 1);
    grant(ACCESS);
    expect(moved(await pass())).toEqual([`regressed came-back ${FINDING}`]);
  });

  test('belongs to the summary of a first run', async () => {
    grant(ACCESS);
    expect(moved(await pass())).toEqual([`opened first-run ${FINDING}`]);
    expect(sent.map(({ message }) => message.kind)).toEqual(['baseline']);
  });

  test('is unknown while it cannot be asked: a gap says so, nothing resolves', async () => {
    grant(ACCESS);
    await pass();
    google.unasked['shop-prod'] = CUT;
    const blind = await pass();
    expect(moved(blind)).toEqual([
      'opened read-gap-waits resourcemanager.projects.iamPolicy',
      `unknown scope-unreadable ${FINDING}`,
    ]);
    expect(blind.outcome).toBe('partial');
    expect(blind.report.coverage.filter(({ status }) => status !== 'OK')).toMatchObject([
      {
        environment: 'prod',
        resource: 'resourcemanager.projects.iamPolicy',
        status: 'UNREACHABLE',
        detail: `whether the viewer of shop-prod can only look is not known: ${CUT.detail}`,
      },
    ]);
    google.unasked = {};
    const seen = await pass();
    expect(moved(seen)).toEqual([
      `seen-again scope-readable ${FINDING}`,
      'resolved read-again resourcemanager.projects.iamPolicy',
    ]);
  });

  test('is unknown where the answer proves nothing', async () => {
    grant(ACCESS);
    await pass();
    google.projects['shop-prod'] = [];
    const blind = await pass();
    expect(moved(blind)).toContain(`unknown scope-unreadable ${FINDING}`);
    expect(blind.report.coverage.map(({ status }) => status)).toContain('ERROR');
  });

  test('is unknown in a pass over files, which says nothing of it', async () => {
    grant(ACCESS);
    await pass();
    const offline = await pass({ offline: true });
    expect(moved(offline)).toEqual([`unknown scope-unreadable ${FINDING}`]);
    expect(offline.outcome).toBe('complete');
    expect(moved(await pass())).toEqual([`seen-again scope-readable ${FINDING}`]);
  });

  test('resolves although the policy of the project cannot be read meanwhile', async () => {
    grant(ACCESS);
    await pass();
    grant();
    source.gaps['prod|resourcemanager.projects.iamPolicy'] = { status: 'DENIED', detail: 'closed' };
    expect(moved(await pass())).toContain(`resolved passes ${FINDING}`);
  });
});

describe('a viewer with a broad role', () => {
  test('is one finding, which tells of many permissions', async () => {
    await pass();
    grant(ACCESS, ...BROAD);
    const told = await pass();
    expect(moved(told)).toEqual(['opened new-violation resourcemanager.projects/shop-prod permissions']);
    expect(told.report.findings[0]?.message).toContain('6 permissions in shop-prod that no viewer may have');
    expect(moved(await pass())).toEqual([]);
    grant(...BROAD);
    const fewer = await pass();
    expect(moved(fewer).filter((one) => one.startsWith('opened'))).toHaveLength(5);
    expect(moved(fewer)).toContain('resolved passes resourcemanager.projects/shop-prod permissions');
  });

  test('does not end the finding that was told before', async () => {
    grant(ACCESS);
    await pass();
    grant(ACCESS, ...BROAD);
    const broad = await pass();
    expect(moved(broad)).toEqual(['opened new-violation resourcemanager.projects/shop-prod permissions']);
    expect(broad.open).toBe(2);
    grant();
    expect(moved(await pass()).filter((one) => one.startsWith('resolved'))).toHaveLength(2);
  });
});

describe('the cost and the check', () => {
  test('one call for each project and pass, shared by environments of one project', async () => {
    const probe = fakeProbe(google);
    clock = new Date(clock.getTime() + 3_600_000);
    await runPass({ ...deps(), probe }, 'schedule');
    expect(probe.asked.map(({ resource }) => resource.name)).toEqual(['shop-dev', 'shop-prod']);
    expect(probe.asked.every(({ permissions }) => permissions.length <= 100)).toBe(true);
  });

  test('a check without a memory tells it too; over files it has nothing to say', async () => {
    grant(ACCESS);
    const { probe, ...files } = deps();
    const at = { now: clock, signal: new AbortController().signal };
    const live = await checkEstate({ ...files, ...(probe === undefined ? {} : { probe }) }, at);
    const offline = await checkEstate(files, at);
    expect([verdictOf(live), live.findings.length]).toEqual([2, 1]);
    expect([verdictOf(offline), offline.findings.length]).toEqual([0, 0]);
    expect(live.checks).toEqual(offline.checks);
    expect(live.score).toEqual(offline.score);
  });
});
