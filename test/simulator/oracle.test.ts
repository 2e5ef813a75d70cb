import { ServicesClient } from '@google-cloud/run';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type GoogleSimulator, startGoogleSimulator } from './google.ts';
import { buildJualumaEstate } from './jualuma.ts';

let google: GoogleSimulator;
let client: ServicesClient;

/** What the official client needs of an identity: headers, and where it is. */
const identity = {
  getClient: async () => identity,
  getRequestHeaders: async () => new Headers({ authorization: 'Bearer simulated' }),
  getUniverseDomain: async () => 'googleapis.com',
  fetch: (url: string, init: RequestInit) => fetch(url, init),
};

beforeEach(async () => {
  google = await startGoogleSimulator({ pageSize: 2 });
  buildJualumaEstate(google.estate);
  client = new ServicesClient({
    fallback: true,
    protocol: 'http',
    apiEndpoint: '127.0.0.1',
    port: google.port,
    auth: identity as never,
  });
});
afterEach(async () => {
  await client.close();
  await google.close();
});

test('the official client reads the services the estate holds', async () => {
  const parent = 'projects/jualuma-prod/locations/us-central1';
  const [services] = await client.listServices({ parent });
  const held = google.estate.services('jualuma-prod');
  expect(services.map(({ name }) => name)).toEqual(held.map(({ name }) => name));
  expect(services.map(({ uid }) => uid)).toEqual(held.map(({ uid }) => uid));
  const [backend] = services;
  expect(backend?.template?.containers?.[0]?.env?.map(({ name }) => name)).toEqual([
    'APP_ENV',
    'PLAID_ENV',
    'DATABASE_URL',
    'STRIPE_SECRET_KEY',
    'STRIPE_PRICE_PRO',
  ]);
  expect(backend?.ingress).toBe('INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER');
  expect(String(backend?.generation)).toBe('1');
  expect(google.requests).toHaveLength(2);
});

test('the official client reads one service and its policy', async () => {
  const name = 'projects/jualuma-dev/locations/us-central1/services/jualuma-user-app';
  const [service] = await client.getService({ name });
  expect(service.iapEnabled).toBe(true);
  const [policy] = await client.getIamPolicy({ resource: name });
  expect(policy.bindings?.[0]?.role).toBe('roles/run.invoker');
});
