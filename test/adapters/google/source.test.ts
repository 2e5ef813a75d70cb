import { afterEach, describe, expect, test } from '@jest/globals';
import { allowedRequest } from '../../../shared/adapters/google/allowed-request.ts';
import { isComplete } from '../../../shared/estate/coverage.ts';
import type { GoogleSimulator, GoogleSimulatorOptions } from '../../simulator/google.ts';
import { CANARY, capture, gapsOf, idsOf, startShop } from './live-estate.ts';

let shop: GoogleSimulator;
afterEach(() => shop.close());

async function open(options: GoogleSimulatorOptions = {}): Promise<GoogleSimulator> {
  shop = await startShop(options);
  return shop;
}

describe('a whole estate', () => {
  test('is read, every scope of it, twice the same', async () => {
    await open();
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual([]);
    expect(isComplete(snapshot)).toBe(true);
    // Per project: 3 + 2 + 2 + 1 classes of Cloud Run, 3 of secrets here and 3 of regional ones, 4 others.
    expect(snapshot.readings).toHaveLength(2 * 18);
    expect(idsOf(snapshot, 'prod', 'run.services')).toEqual([
      'run.services/us-central1/api',
      'run.services/us-central1/web',
    ]);
    expect(idsOf(snapshot, 'prod', 'run.services.iamPolicy')).toEqual(
      idsOf(snapshot, 'prod', 'run.services'),
    );
    expect(idsOf(snapshot, 'prod', 'resourcemanager.projects.iamPolicy')).toEqual([
      'resourcemanager.projects/shop-prod',
    ]);
    expect(idsOf(snapshot, 'prod', 'secretmanager.versions')).toEqual([
      'secretmanager.secrets/DB_URL',
      'secretmanager.secrets/PLAID',
      'secretmanager.secrets/STRIPE',
    ]);
    expect(await capture(shop)).toEqual(snapshot);
  });

  test('conditions of the project policy are kept: version 3 was asked for', async () => {
    await open();
    const snapshot = await capture(shop);
    const reading = snapshot.readings.find((one) => one.resource === 'resourcemanager.projects.iamPolicy');
    expect(JSON.stringify(reading?.documents)).toContain('"title":"day"');
    const asked = shop.requests.filter(({ path }) => path.endsWith(':getIamPolicy'));
    expect(asked).toHaveLength(12);
    for (const { method, query, body } of asked) {
      expect(method === 'POST' ? body : query).toEqual(
        method === 'POST'
          ? { options: { requestedPolicyVersion: 3 } }
          : { 'options.requestedPolicyVersion': '3' },
      );
    }
  });

  test('only user-managed keys are asked for', async () => {
    await open();
    const snapshot = await capture(shop);
    const keys = snapshot.readings.find(({ resource }) => resource === 'iam.serviceAccountKeys');
    const numbers = Object.values(keys?.documents ?? {}).map(
      ({ fields }) => Object.keys(fields.keys ?? {}).length,
    );
    expect(numbers).toEqual([1, 0]);
  });

  test('no literal value is anywhere in the snapshot, and the mention of another environment is', async () => {
    await open();
    const text = JSON.stringify(await capture(shop));
    expect(text).not.toContain(CANARY);
    expect(text).toContain('"mentions":["shop-prod"]');
  });

  test('every request is one of the allowlist, reads, carries no credential, and none is made twice', async () => {
    await open();
    await capture(shop);
    for (const { method, address, path, query, kind, authorization } of shop.requests) {
      const search = new URLSearchParams(query).toString();
      expect(() =>
        allowedRequest(method, `https://${address}${path}${search === '' ? '' : `?${search}`}`),
      ).not.toThrow();
      expect({ kind, authorization }).toEqual({ kind: 'read', authorization: false });
    }
    const log = shop.requests.map(({ method, address, path }) => `${method} ${address}${path}`);
    expect(new Set(log).size).toBe(log.length);
    // Per project: regions, services, 2 policies, jobs, worker pools, domain mappings, project policy,
    // accounts, 2 × keys, secrets, 3 × (versions, policy), regional secrets, API keys.
    expect(log).toHaveLength(2 * 20);
  });

  test('in pages of one it is the same', async () => {
    await open();
    const whole = await capture(shop);
    await shop.close();
    await open({ pageSize: 1 });
    expect(await capture(shop)).toEqual(whole);
  });
});
