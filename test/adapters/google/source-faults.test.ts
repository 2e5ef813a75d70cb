import { afterEach, describe, expect, test } from '@jest/globals';
import type { GoogleSimulator, GoogleSimulatorOptions } from '../../simulator/google.ts';
import type { GoogleFault } from '../../simulator/google-faults.ts';
import { capture, detailOf, gapsOf, idsOf, startShop } from './live-estate.ts';

const RUN = 'run.googleapis.com';
const SECRETS = 'secretmanager.googleapis.com';

let shop: GoogleSimulator;
afterEach(() => shop.close());

async function open(options: GoogleSimulatorOptions = {}): Promise<GoogleSimulator> {
  shop = await startShop(options);
  return shop;
}

describe('one list that fails', () => {
  const list = (project: string, rest: string): NonNullable<GoogleFault['match']> => ({
    path: new RegExp(`/projects/${project}/${rest}$`),
  });
  const secretsAnd = (status: string): string[] => [
    `prod secretmanager.secrets - ${status}`,
    `prod secretmanager.versions - ${status}`,
    `prod secretmanager.secrets.iamPolicy - ${status}`,
  ];
  test.each([
    ['403', { kind: 'denied' }, 'DENIED', 'secretmanager.secrets.list is missing in shop-prod'],
    [
      '403 SERVICE_DISABLED',
      { kind: 'service-disabled' },
      'API_DISABLED',
      `gcloud services enable ${SECRETS} --project shop-prod`,
    ],
    ['404', { kind: 'not-found' }, 'ERROR', 'Requested entity was not found'],
    ['429 for ever', { kind: 'throttled' }, 'THROTTLED', '(429, 5 tries'],
    ['429 for ever with Retry-After', { kind: 'throttled', retryAfter: 9 }, 'THROTTLED', 'asks to wait 9 s'],
    ['500', { kind: 'internal' }, 'UNREACHABLE', '(500, 5 tries)'],
    ['503', { kind: 'unavailable' }, 'UNREACHABLE', '(503, 5 tries)'],
    ['connection cut in the body', { kind: 'cut' }, 'UNREACHABLE', 'could not be reached'],
    ['malformed JSON', { kind: 'malformed' }, 'ERROR', 'not a JSON object'],
    ['a web page', { kind: 'html', status: 200 }, 'ERROR', 'a web page'],
    ['dead after its first page', { kind: 'missing-second-page' }, 'UNREACHABLE', '(page 2 of the list)'],
    [
      'a place left out',
      { kind: 'unreachable-region', region: 'us-east1' },
      'UNREACHABLE',
      'left out what is in us-east1',
    ],
  ] satisfies [string, GoogleFault, string, string][])(
    '%s: is a gap and takes nothing else along',
    async (_, fault, status, words) => {
      await open();
      shop.faults.add({ ...fault, match: list('shop-prod', 'secrets') });
      const snapshot = await capture(shop);
      expect(gapsOf(snapshot)).toEqual(secretsAnd(status));
      expect(detailOf(snapshot, 'prod', 'secretmanager.secrets')).toContain(words);
      expect(detailOf(snapshot, 'prod', 'secretmanager.versions')).toMatch(
        /^which secrets there are is not known: /,
      );
      expect(idsOf(snapshot, 'prod', 'secretmanager.secrets')).toEqual([]);
      expect(idsOf(snapshot, 'prod', 'secretmanager.versions')).toEqual([]);
      expect(idsOf(snapshot, 'prod', 'run.services')).toHaveLength(2);
      expect(idsOf(snapshot, 'dev', 'secretmanager.secrets')).toHaveLength(3);
      expect(shop.requests.length).toBeLessThan(46 + 6);
      shop.faults.clear();
      expect(gapsOf(await capture(shop))).toEqual([]);
    },
  );

  test('slow beyond the limit: is UNREACHABLE', async () => {
    await open();
    shop.faults.add({ kind: 'slow', match: list('shop-prod', 'secrets') });
    const snapshot = await capture(shop, { timeoutMs: 300 });
    expect(gapsOf(snapshot)).toEqual(secretsAnd('UNREACHABLE'));
    expect(detailOf(snapshot, 'prod', 'secretmanager.secrets')).toContain('within 0.3 s, 2 tries');
  });

  test('an empty page with a next token: is read to its end', async () => {
    await open();
    const whole = await capture(shop);
    shop.faults.add({ kind: 'empty-page-with-next-token' });
    expect(await capture(shop)).toEqual(whole);
  });

  test('throttled for a while: is waited for, and nothing is missing', async () => {
    await open();
    const whole = await capture(shop);
    shop.faults.add({ kind: 'throttled', retryAfter: 30, times: 3, match: { host: SECRETS } });
    expect(await capture(shop)).toEqual(whole);
  });

  test.each([
    [
      RUN,
      [
        'run.services',
        'run.services.iamPolicy',
        'run.revisions',
        'run.jobs',
        'run.jobs.iamPolicy',
        'run.workerPools',
        'run.workerPools.iamPolicy',
        'run.domainMappings',
      ],
    ],
    ['cloudresourcemanager.googleapis.com', ['resourcemanager.projects.iamPolicy']],
    ['iam.googleapis.com', ['iam.serviceAccounts', 'iam.serviceAccountKeys']],
    [SECRETS, ['secretmanager.secrets', 'secretmanager.versions', 'secretmanager.secrets.iamPolicy']],
    ['apikeys.googleapis.com', ['apikeys.keys']],
  ])('%s switched off in one project: its classes are API_DISABLED', async (host, classes) => {
    await open();
    shop.estate.project('shop-prod').disabledApis.add(host);
    const lines = gapsOf(await capture(shop));
    expect(new Set(lines.map((line) => line.split(' ').slice(0, 2).join(' ')))).toEqual(
      new Set(classes.map((resource) => `prod ${resource}`)),
    );
    expect(lines.every((line) => line.endsWith('API_DISABLED'))).toBe(true);
  });

  test.each([
    ['run.services.getIamPolicy', 'run.services.iamPolicy us-central1'],
    ['resourcemanager.projects.getIamPolicy', 'resourcemanager.projects.iamPolicy -'],
    ['iam.serviceAccountKeys.list', 'iam.serviceAccountKeys -'],
    ['secretmanager.versions.list', 'secretmanager.versions -'],
    ['secretmanager.secrets.getIamPolicy', 'secretmanager.secrets.iamPolicy -'],
    ['apikeys.keys.list', 'apikeys.keys -'],
  ])('without %s the scope is DENIED and says so', async (permission, scope) => {
    await open();
    shop.estate.project('shop-prod').permissions.delete(permission);
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual([`prod ${scope} DENIED`]);
    const [resource = ''] = scope.split(' ');
    expect(detailOf(snapshot, 'prod', resource)).toContain(`${permission} is missing in shop-prod`);
  });
});

describe('one member that fails', () => {
  test('denied among several: is a gap by name, and the others are there', async () => {
    await open();
    shop.faults.add({ kind: 'denied', match: { path: '/projects/shop-prod/secrets/PLAID/versions' } });
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual(['prod secretmanager.versions - DENIED']);
    expect(idsOf(snapshot, 'prod', 'secretmanager.versions')).toEqual([
      'secretmanager.secrets/DB_URL',
      'secretmanager.secrets/STRIPE',
    ]);
    expect(detailOf(snapshot, 'prod', 'secretmanager.versions')).toMatch(
      /^1 of 3 not read: secretmanager\.secrets\/PLAID \(DENIED\): secretmanager\.versions\.list is missing in shop-prod/,
    );
  });

  test('dead after its first page: is a gap, not a short list', async () => {
    await open({ pageSize: 1 });
    shop.faults.add({
      kind: 'internal',
      afterPages: 1,
      match: { path: '/projects/shop-prod/secrets/PLAID/versions' },
    });
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual(['prod secretmanager.versions - UNREACHABLE']);
    expect(idsOf(snapshot, 'prod', 'secretmanager.versions')).not.toContain('secretmanager.secrets/PLAID');
  });
});

test('an outage of everything makes no storm', async () => {
  await open();
  shop.faults.add({ kind: 'unavailable' });
  const snapshot = await capture(shop);
  expect(
    snapshot.readings.every(
      ({ status, documents }) => status === 'UNREACHABLE' && Object.keys(documents).length === 0,
    ),
  ).toBe(true);
  // Per project: 3 lists of all regions and 3 of one, domain mappings, project policy, accounts, secrets
  // here and in one region, the regions of secrets, API keys; 5 tries each.
  expect(shop.requests).toHaveLength(2 * 13 * 5);
});
