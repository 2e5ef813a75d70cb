import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAuditTrail } from '../../../shared/adapters/google/audit-trail.ts';
import { createTransport } from '../../../shared/adapters/google/transport.ts';
import type { AuditAnswer } from '../../../shared/attribution/audit-trail.ts';
import { auditEntry, BODY_CANARY } from '../../simulator/audit-entry.ts';
import { type GoogleSimulator, startGoogleSimulator } from '../../simulator/google.ts';
import { fakeTime } from './fake-time.ts';
import { type LocalServer, startLocalServer } from './local-server.ts';

const QUESTION = {
  project: 'shop-prod',
  since: '2026-02-27T03:00:00.000Z',
  until: '2026-02-27T04:00:00.000Z',
  services: ['iam.googleapis.com', 'run.googleapis.com'],
};
const signal = new AbortController().signal;

function trailAt(endpoint: string) {
  return createAuditTrail(
    createTransport({ auth: null, concurrency: 4, endpoint, time: fakeTime(), random: () => 0 }),
  );
}

function times(answer: AuditAnswer | null): string[] {
  if (answer?.ok !== true) throw new Error(JSON.stringify(answer));
  return answer.entries.map(({ at }) => at.slice(11, 16));
}

describe('the audit logs of a simulated Google', () => {
  let google: GoogleSimulator;
  beforeEach(async () => {
    google = await startGoogleSimulator({ validate: false });
    google.estate.addProject('shop-prod');
  });
  afterEach(() => google.close());

  const add = (input: Parameters<typeof auditEntry>[0]) =>
    google.estate.addLogEntry('shop-prod', auditEntry(input));
  const read = (question = QUESTION) => trailAt(google.url).read(question, signal);

  it('are read between two instants, the later included, of the APIs asked for', async () => {
    for (const at of ['03:00:00', '03:10:00', '04:00:00', '04:00:01']) add({ at: `2026-02-27T${at}.000Z` });
    add({ at: '2026-02-27T03:20:00Z', service: 'iam.googleapis.com' });
    add({ at: '2026-02-27T03:30:00Z', service: 'bigquery.googleapis.com' });
    add({ at: '2026-02-27T03:40:00Z', log: 'system_event' });
    add({ at: '2026-02-27T03:50:00Z', log: 'data_access' });
    expect(times(await read())).toEqual(['04:00', '03:40', '03:20', '03:10']);
  });

  it('are asked in one request of one project, newest first, without what was submitted', async () => {
    add({});
    await read();
    const [request, ...others] = google.requests;
    expect(others).toEqual([]);
    expect(request).toMatchObject({
      method: 'POST',
      path: '/v2/entries:list',
      kind: 'read',
      body: { resourceNames: ['projects/shop-prod'], orderBy: 'timestamp desc', pageSize: 1000 },
    });
    expect(request?.query.fields).toContain('entries.protoPayload.methodName');
    expect(request?.query.fields).not.toMatch(/protoPayload(?:,|$)|request(?:,|\.|$)|response|callerIp/);
  });

  it('are followed over pages', async () => {
    await google.close();
    google = await startGoogleSimulator({ validate: false, pageSize: 2 });
    google.estate.addProject('shop-prod');
    for (const minute of [1, 2, 3, 4, 5]) add({ at: `2026-02-27T03:0${minute}:00.000Z` });
    expect(times(await read())).toEqual(['03:05', '03:04', '03:03', '03:02', '03:01']);
  });

  it('are not followed for ever: what is older is not read, and the answer says so', async () => {
    await google.close();
    google = await startGoogleSimulator({ validate: false, pageSize: 1 });
    google.estate.addProject('shop-prod');
    for (const minute of [1, 2, 3, 4, 5, 6]) add({ at: `2026-02-27T03:0${minute}:00.000Z` });
    const answer = await read();
    expect(times(answer)).toEqual(['03:06', '03:05', '03:04', '03:03', '03:02']);
    expect(answer).toMatchObject({ isWhole: false });
    expect(google.requests).toHaveLength(5);
  });

  it('are whole where the last page is the last that is read', async () => {
    await google.close();
    google = await startGoogleSimulator({ validate: false, pageSize: 1 });
    google.estate.addProject('shop-prod');
    for (const minute of [1, 2, 3, 4, 5]) add({ at: `2026-02-27T03:0${minute}:00.000Z` });
    expect(await read()).toMatchObject({ isWhole: true });
  });

  it('that may not be read are a gap that names permission and project', async () => {
    google.estate.project('shop-prod').permissions.delete('logging.logEntries.list');
    expect(await read()).toEqual({
      ok: false,
      gap: {
        status: 'DENIED',
        detail:
          'logging.logEntries.list is missing in shop-prod: add it to the custom role of the identity that reads',
      },
    });
  });

  it('of an API that is off are a gap with the command that turns it on', async () => {
    google.estate.project('shop-prod').disabledApis.add('logging.googleapis.com');
    expect(await read()).toMatchObject({
      ok: false,
      gap: { status: 'API_DISABLED', detail: expect.stringContaining('--project shop-prod') },
    });
  });
});

describe('a server', () => {
  let server: LocalServer;
  afterEach(() => server.close());

  it('that does not take the list of fields is asked without it, and what it sends beside is dropped', async () => {
    server = await startLocalServer(({ query }) =>
      'fields' in query
        ? { status: 400, json: { error: { code: 400, message: 'Invalid field selection' } } }
        : { json: { entries: [auditEntry()] } },
    );
    const answer = await trailAt(server.endpoint).read(QUESTION, signal);
    expect(times(answer)).toEqual(['03:15']);
    expect(JSON.stringify(answer)).not.toContain(BODY_CANARY);
    expect(server.received).toHaveLength(2);
  });

  it('that answers the list of fields with empty entries is asked without it', async () => {
    const { protoPayload: _, ...empty } = auditEntry();
    server = await startLocalServer(({ query }) => ({
      json: { entries: 'fields' in query ? [empty] : [auditEntry()] },
    }));
    expect(times(await trailAt(server.endpoint).read(QUESTION, signal))).toEqual(['03:15']);
    expect(server.received).toHaveLength(2);
  });

  it('that has no entries is asked once', async () => {
    server = await startLocalServer(() => ({ json: {} }));
    expect(times(await trailAt(server.endpoint).read(QUESTION, signal))).toEqual([]);
    expect(server.received).toHaveLength(1);
  });

  it('that refuses both is a gap', async () => {
    server = await startLocalServer(() => ({ status: 400, json: { error: { code: 400, message: 'no' } } }));
    expect(await trailAt(server.endpoint).read(QUESTION, signal)).toMatchObject({
      ok: false,
      gap: { status: 'ERROR', detail: expect.stringContaining('shop-prod') },
    });
    expect(server.received).toHaveLength(2);
  });

  it('that answers with something else is a gap', async () => {
    server = await startLocalServer(() => ({ json: { entries: 'none' } }));
    expect(await trailAt(server.endpoint).read(QUESTION, signal)).toMatchObject({ ok: false });
  });
});
