import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ask } from './ask.ts';
import { type GoogleSimulator, startGoogleSimulator } from './google.ts';
import type { GoogleFault } from './google-faults.ts';
import { buildJualumaEstate } from './jualuma.ts';

const RUN = 'run.googleapis.com';
let google: GoogleSimulator;
let list: string;

beforeEach(async () => {
  google = await startGoogleSimulator();
  buildJualumaEstate(google.estate);
  list = `${google.url}/${RUN}/v2/projects/jualuma-prod/locations/us-central1/services`;
});
afterEach(() => google.close());

describe('refusals', () => {
  const refusals: [kind: GoogleFault['kind'], status: number, code: string, reason: string | undefined][] = [
    ['denied', 403, 'PERMISSION_DENIED', 'IAM_PERMISSION_DENIED'],
    ['service-disabled', 403, 'PERMISSION_DENIED', 'SERVICE_DISABLED'],
    ['not-found', 404, 'NOT_FOUND', undefined],
    ['throttled', 429, 'RESOURCE_EXHAUSTED', 'RATE_LIMIT_EXCEEDED'],
    ['internal', 500, 'INTERNAL', undefined],
    ['unavailable', 503, 'UNAVAILABLE', undefined],
  ];
  test.each(refusals)('%s', async (kind, expected, code, reason) => {
    const fault = google.faults.add({ match: { host: RUN }, kind });
    const { status, json } = await ask(list);
    expect([status, json.error.code, json.error.status]).toEqual([expected, expected, code]);
    expect(json.error.details?.[0].reason).toBe(reason);
    fault.remove();
    expect([(await ask(list)).status, fault.hits]).toEqual([200, 1]);
  });

  test('Retry-After is sent where given, and not otherwise', async () => {
    google.faults.add({ kind: 'throttled', retryAfter: 7, times: 1 });
    google.faults.add({ kind: 'throttled', times: 1 });
    expect((await ask(list)).headers.get('retry-after')).toBe('7');
    expect((await ask(list)).headers.get('retry-after')).toBeNull();
    expect((await ask(list)).status).toBe(200);
  });
});

describe('what a fault strikes', () => {
  const matches: [name: string, match: NonNullable<GoogleFault['match']>, strikes: boolean][] = [
    ['the host', { host: RUN }, true],
    ['another host', { host: 'iam.googleapis.com' }, false],
    ['text in the path', { path: 'jualuma-prod' }, true],
    ['a pattern', { path: /\/services$/ }, true],
    ['another pattern', { path: /getIamPolicy/ }, false],
    ['the method', { method: 'POST' }, false],
    ['the region', { region: 'us-central1' }, true],
    ['another region', { region: 'europe-west1' }, false],
    ['a function', (request) => request.query.pageSize === undefined, true],
  ];
  test.each(matches)('%s', async (_, match, strikes) => {
    google.faults.add({ match, kind: 'internal' });
    expect((await ask(list)).status).toBe(strikes ? 500 : 200);
  });
});

describe('broken answers', () => {
  test('cut: the connection ends inside the body', async () => {
    google.faults.add({ kind: 'cut' });
    const response = await fetch(list);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(google.requests.at(-1)?.status).toBeNull();
  });

  test('malformed: a whole answer that is no JSON', async () => {
    google.faults.add({ kind: 'malformed' });
    const response = await fetch(list);
    expect(response.headers.get('content-type')).toContain('application/json');
    await expect(response.json()).rejects.toThrow('in JSON');
  });

  test('html: a page of the front end', async () => {
    google.faults.add({ kind: 'html' });
    const response = await fetch(list);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      502,
      'text/html; charset=UTF-8',
    ]);
  });

  test('slow: the answer comes after the caller gave up', async () => {
    google.faults.add({ kind: 'slow' });
    await expect(fetch(list, { signal: AbortSignal.timeout(20) })).rejects.toThrow();
  });
});

describe('broken lists', () => {
  const names = (json: { services?: { name: string }[] }) =>
    (json.services ?? []).map(({ name }) => name.split('/').at(-1));

  test('missing-second-page: half a list, then an error', async () => {
    google.faults.add({ kind: 'missing-second-page' });
    const first = await ask(list);
    expect(names(first.json)).toHaveLength(2);
    const second = await ask(`${list}?pageToken=${first.json.nextPageToken}`);
    expect(second.status).toBe(500);
  });

  test('missing-second-page in v1: the same through metadata.continue', async () => {
    google.faults.add({ kind: 'missing-second-page' });
    const v1 = `${google.url}/${RUN}/v1/projects/jualuma-prod/locations/-/services`;
    const { json } = await ask(v1);
    expect(json.items).toHaveLength(2);
    expect((await ask(`${v1}?continue=${json.metadata.continue}`)).status).toBe(500);
  });

  test('empty-page-with-next-token: everything is behind the token', async () => {
    google.faults.add({ kind: 'empty-page-with-next-token' });
    const first = await ask(list);
    expect(Object.keys(first.json)).toEqual(['nextPageToken']);
    const second = await ask(`${list}?pageToken=${first.json.nextPageToken}`);
    expect(names(second.json)).toHaveLength(4);
  });

  test('a fault may wait for later pages', async () => {
    google.faults.add({ kind: 'unavailable', afterPages: 1 });
    const first = await ask(`${list}?pageSize=2`);
    expect(first.status).toBe(200);
    expect((await ask(`${list}?pageSize=2&pageToken=${first.json.nextPageToken}`)).status).toBe(503);
  });

  test('unreachable-region: a 200 that says what it lacks', async () => {
    google.estate.addService('jualuma-prod', 'europe-west1', { name: 'elsewhere' });
    google.faults.add({ kind: 'unreachable-region', region: 'us-central1' });
    const v1 = await ask(`${google.url}/${RUN}/v1/projects/jualuma-prod/locations/-/services`);
    expect(v1.json.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toEqual([
      'elsewhere',
    ]);
    expect(v1.json.unreachable).toEqual(['us-central1']);
    expect((await ask(list)).json).toEqual({ unreachable: ['us-central1'] });
  });
});
