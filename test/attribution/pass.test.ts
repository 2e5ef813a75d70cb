import { afterEach, describe, expect, it } from '@jest/globals';
import { plainText } from '../../shared/alerts/plain-text.ts';
import { REGION } from '../faults/shop.ts';
import { openWorld, type Passed, type World } from '../faults/world.ts';
import { auditEntry, BODY_CANARY, CONSOLE, type EntryInput } from '../simulator/audit-entry.ts';
import type { GoogleFaultKind } from '../simulator/google-faults.ts';

const PROD = 'shop-prod';
let world: World;
afterEach(() => world.close());

/** A monitor that knows the shop. */
async function watching(): Promise<World> {
  world = await openWorld({ trail: true });
  await world.pass();
  return world;
}

/** Somebody opens prod's api, and the log says who. The next pass reads at 03:20. */
function open(...entries: EntryInput[]): void {
  world.google.estate.updateService(PROD, REGION, 'api', (service) => {
    service.ingress = 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER';
  });
  for (const entry of entries) log(entry);
}

function log(entry: EntryInput): void {
  world.google.estate.addLogEntry(entry.project ?? PROD, auditEntry(entry));
}

function actorOf(passed: Passed) {
  const found = passed.report.findings.filter(
    ({ environment, resource, path }) =>
      environment === 'prod' && resource === `run.services/${REGION}/api` && path === 'ingress',
  );
  expect(found).toHaveLength(1);
  return found[0]?.actor;
}

const logCalls = ({ asked }: Passed) => asked.filter((line) => line.includes('entries:list'));

describe('a change somebody made', () => {
  it('carries its actor in the report, in what is stored and in the message', async () => {
    await watching();
    open({});
    const passed = await world.pass();
    expect(actorOf(passed)).toMatchObject({ principal: 'alice@example.com', confidence: 'high' });
    expect(passed.moved.some(({ actor }) => actor?.principal === 'alice@example.com')).toBe(true);
    expect(passed.told.map(({ message }) => plainText(message)).join('\n')).toContain(
      'by alice@example.com with gcloud 528.0.0',
    );
    expect(logCalls(passed)).toHaveLength(1);
    expect(passed.report.coverage.every(({ status }) => status === 'OK')).toBe(true);
  });

  it('is remembered by the next pass, which asks nobody', async () => {
    await watching();
    open({});
    await world.pass();
    const quiet = await world.pass();
    expect({ calls: logCalls(quiet), told: quiet.told }).toEqual({ calls: [], told: [] });
  });

  it('of two engineers is of both', async () => {
    await watching();
    open({}, { who: 'bob@example.com', agent: CONSOLE, at: '2026-02-27T03:18:00Z' });
    const passed = await world.pass();
    expect(actorOf(passed)).toMatchObject({
      principal: 'bob@example.com, alice@example.com',
      confidence: 'low',
    });
    expect(passed.told.map(({ message }) => plainText(message)).join('\n')).toContain(
      'by one of bob@example.com, alice@example.com',
    );
  });

  it.each([
    ['a refused write', { code: 7 }],
    [
      'an entry for the same name in another region',
      { labels: { location: 'us-east1', service_name: 'api' } },
    ],
    ['an entry for the same name in another project', { project: 'shop-dev' }],
    ['an entry that the last pass could have seen', { at: '2026-02-27T03:05:00Z' }],
    ['an entry after the reading', { at: '2026-02-27T03:45:00Z' }],
  ] as [string, EntryInput][])("is nobody's by %s", async (_name, entry) => {
    await watching();
    open(entry);
    const passed = await world.pass();
    expect(actorOf(passed)).toBeNull();
    expect(passed.told).not.toEqual([]);
  });

  it('of the system is named so', async () => {
    await watching();
    open({ log: 'system_event', who: null, agent: '', method: '/Services.ReplaceService' });
    expect(actorOf(await world.pass())?.principal).toBe('Google Cloud itself');
  });

  it('that is put back asks nobody, and stays of who made it', async () => {
    await watching();
    const label = (labels: Record<string, string>) =>
      world.google.estate.updateService(PROD, REGION, 'api', (service) => {
        service.labels = labels;
      });
    const { labels = {} } = world.google.estate.service(PROD, REGION, 'api');
    label({ ...labels, owner: 'eve' });
    log({});
    await world.pass();
    label(labels);
    log({ who: 'bob@example.com', at: '2026-02-27T03:25:00Z' });
    const passed = await world.pass();
    expect(logCalls(passed)).toEqual([]);
    expect(passed.moved).toMatchObject([
      { path: 'labels.owner', state: 'resolved', actor: { principal: 'alice@example.com' } },
    ]);
  });

  it('that is changed again is of who changed it last', async () => {
    await watching();
    open({});
    await world.pass();
    world.google.estate.updateService(PROD, REGION, 'api', (service) => {
      service.ingress = 'INGRESS_TRAFFIC_NONE';
    });
    log({ who: 'bob@example.com', at: '2026-02-27T03:25:00Z' });
    expect(actorOf(await world.pass())).toMatchObject({
      principal: 'bob@example.com',
      at: '2026-02-27T03:25:00.000Z',
    });
  });
});

describe('an entry that arrives after the pass that saw its change', () => {
  const CHANGED = { at: '2026-02-27T03:15:00Z' };

  it('names who it was in the next pass, without another message', async () => {
    await watching();
    open();
    const first = await world.pass();
    expect({ actor: actorOf(first), told: first.told.length }).toEqual({ actor: null, told: 1 });
    log(CHANGED);
    const next = await world.pass();
    expect(actorOf(next)).toMatchObject({ principal: 'alice@example.com', confidence: 'high' });
    expect({ told: next.told, calls: logCalls(next).length }).toEqual({ told: [], calls: 1 });
    const third = await world.pass();
    expect({ actor: actorOf(third)?.principal, calls: logCalls(third) }).toEqual({
      actor: 'alice@example.com',
      calls: [],
    });
  });

  it('is not taken for one of a later change of the same service', async () => {
    await watching();
    open();
    await world.pass();
    log({ who: 'bob@example.com', at: '2026-02-27T03:25:00Z' });
    world.google.estate.updateService(PROD, REGION, 'api', (service) => {
      service.labels = { ...service.labels, owner: 'bob' };
    });
    const next = await world.pass();
    expect(actorOf(next)).toBeNull();
    expect(next.report.findings.find(({ path }) => path === 'labels.owner')?.actor).toMatchObject({
      principal: 'bob@example.com',
    });
  });

  it('is waited for six hours, and then nobody asks any more', async () => {
    await watching();
    open();
    const calls: number[] = [];
    for (let pass = 0; pass < 40; pass += 1) calls.push(logCalls(await world.pass()).length);
    // Passes come every ten minutes: the one that saw it, and those of six hours.
    expect(calls).toEqual([...Array<number>(37).fill(1), 0, 0, 0]);
  });

  it('is not waited for where the log could not be read', async () => {
    await watching();
    world.google.estate.project(PROD).permissions.delete('logging.logEntries.list');
    open();
    await world.pass();
    const next = await world.pass();
    expect({ calls: logCalls(next), outcome: next.outcome }).toEqual({ calls: [], outcome: 'complete' });
  });
});

describe('a change of a change', () => {
  it("is nobody's where nobody is named for it, whoever made the first one", async () => {
    await watching();
    open({});
    await world.pass();
    world.google.estate.updateService(PROD, REGION, 'api', (service) => {
      service.ingress = 'INGRESS_TRAFFIC_NONE';
    });
    expect(actorOf(await world.pass())).toBeNull();
  });
});

describe('what was submitted', () => {
  it('is in no answer, message or record, and is not asked for', async () => {
    await watching();
    open({}, { who: 'bob@example.com', code: 7 });
    const passed = await world.pass();
    expect(actorOf(passed)).not.toBeNull();
    expect(JSON.stringify(passed)).not.toContain(BODY_CANARY);
    expect(logCalls(passed).join()).not.toMatch(/protoPayload(?:%2C|$)|request(?:%2C|\.|$)/);
  });
});

describe('a log that cannot be read', () => {
  it('is a gap in the coverage, and the alert goes out without an actor', async () => {
    await watching();
    world.google.estate.project(PROD).permissions.delete('logging.logEntries.list');
    open({});
    const passed = await world.pass();
    expect(passed.outcome).toBe('partial');
    expect(passed.report.coverage.filter(({ status }) => status !== 'OK')).toEqual([
      {
        environment: 'prod',
        project: PROD,
        region: null,
        resource: 'logging.logEntries',
        status: 'DENIED',
        detail: expect.stringContaining('logging.logEntries.list is missing in shop-prod'),
      },
    ]);
    expect(actorOf(passed)).toBeNull();
    expect(passed.told.map(({ message }) => plainText(message)).join('\n')).toContain('ingress');
    const next = await world.pass();
    expect({ outcome: next.outcome, told: next.told }).toEqual({ outcome: 'complete', told: [] });
  });

  it.each([
    ['throttled', 'THROTTLED'],
    ['internal', 'UNREACHABLE'],
    ['service-disabled', 'API_DISABLED'],
    ['cut', 'UNREACHABLE'],
    ['malformed', 'ERROR'],
    ['html', 'UNREACHABLE'],
  ] as [GoogleFaultKind, string][])(
    'because it is %s is %s, and the change is told',
    async (kind, status) => {
      await watching();
      world.google.faults.add({ match: { host: 'logging.googleapis.com' }, kind });
      open({});
      const passed = await world.pass();
      expect(passed.report.coverage.filter((line) => line.status !== 'OK')).toMatchObject([
        { resource: 'logging.logEntries', status },
      ]);
      expect(actorOf(passed)).toBeNull();
      expect(passed.told.map(({ message }) => plainText(message)).join('\n')).toContain('ingress');
    },
  );

  it('for a moment only is read, and names who it was', async () => {
    await watching();
    world.google.faults.add({ match: { host: 'logging.googleapis.com' }, kind: 'throttled', times: 1 });
    open({});
    expect(actorOf(await world.pass())?.principal).toBe('alice@example.com');
  });

  it('of one project takes nothing from the others', async () => {
    await watching();
    world.google.estate.project('shop-dev').permissions.delete('logging.logEntries.list');
    world.google.estate.updateService('shop-dev', REGION, 'api', (service) => {
      service.ingress = 'INGRESS_TRAFFIC_NONE';
    });
    open({});
    const passed = await world.pass();
    expect(actorOf(passed)?.principal).toBe('alice@example.com');
    expect(passed.report.coverage.filter(({ status }) => status !== 'OK')).toMatchObject([
      { environment: 'dev', resource: 'logging.logEntries' },
    ]);
  });
});

it('the first pass has nothing to ask for', async () => {
  world = await openWorld({ trail: true });
  log({});
  expect(logCalls(await world.pass())).toEqual([]);
});
