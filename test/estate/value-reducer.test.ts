import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HOST_MENTION, hostMention } from '../../shared/estate/run-app-hosts.ts';
import { createFingerprint, createValueReducer } from '../../shared/estate/value-reducer.ts';

const KEY = new Uint8Array(32).fill(7);

/** Mentions but for the keyed fingerprints of generated hosts. */
const named = (mentions: string[]) => mentions.filter((mention) => !mention.startsWith(HOST_MENTION));

/** What of prod is mentioned in a value of dev. */
function mentions(identifier: string, value: string): string[] {
  const reduce = createValueReducer({
    key: KEY,
    environments: [
      { name: 'dev', identifiers: ['jualuma-dev'] },
      { name: 'prod', identifiers: [identifier] },
    ],
  });
  return named(reduce('dev', value).mentions);
}

describe('an identifier is found as a whole token', () => {
  test.each([
    ['project alone', 'jualuma-prod', 'jualuma-prod'],
    ['project in an SQL instance', 'jualuma-prod', 'jualuma-prod:us-central1:main'],
    ['project in an account', 'jualuma-prod', 'cr-backend@jualuma-prod.iam.gserviceaccount.com'],
    ['project in a resource name', 'jualuma-prod', 'projects/jualuma-prod/secrets/PLAID_SECRET'],
    ['project in a bucket', 'jualuma-prod', 'gs://jualuma-prod.appspot.com/x'],
    ['project in a build bucket', 'jualuma-prod', 'gs://jualuma-prod_cloudbuild/source'],
    ['project in a query', 'jualuma-prod', 'https://example.com/?project=jualuma-prod&x=1'],
    ['project in JSON', 'jualuma-prod', '{"project_id":"jualuma-prod"}'],
    ['project after an escaped line break', 'jualuma-prod', '"project:\\njualuma-prod"'],
    ['project after a percent-escape', 'jualuma-prod', 'projects%2Fjualuma-prod%2Fsecrets'],
    ['project in upper case', 'jualuma-prod', 'JUALUMA-PROD'],
    ['project after a line break', 'jualuma-prod', 'a\njualuma-prod\nb'],
    ['number alone', '123456789012', '123456789012'],
    ['number in a host', '123456789012', 'https://api-123456789012.us-central1.run.app'],
    ['number in the default account', '123456789012', '123456789012-compute@developer.gserviceaccount.com'],
    ['number in an agent', '123456789012', 'service-123456789012@gcp-sa.iam.gserviceaccount.com'],
    ['number in a source bucket', '123456789012', 'gcf-v2-sources-123456789012-us-central1'],
    ['number at the end of a sentence', '123456789012', 'Project 123456789012.'],
    ['host alone', 'api.jualuma.com', 'api.jualuma.com'],
    ['host in a URL', 'api.jualuma.com', 'https://api.jualuma.com/v1?x=1'],
    ['host with a port', 'api.jualuma.com', 'api.jualuma.com:443'],
    ['host in a list', 'api.jualuma.com', 'dev.jualuma.com,api.jualuma.com'],
    ['host in an escaped URL', 'api.jualuma.com', 'redirect=https%3A%2F%2Fapi.jualuma.com%2Fcallback'],
    ['host at the end of a sentence', 'api.jualuma.com', 'Call api.jualuma.com.'],
    ['host in other letters', 'api.jualuma.com', 'https://API.Jualuma.com'],
    ['host behind a wildcard', 'jualuma.com', '*.jualuma.com'],
    ['service host behind a traffic tag', 'api-x1-uc.a.run.app', 'https://canary---api-x1-uc.a.run.app'],
    ['instance', 'jualuma-prod:us-central1:main', '/cloudsql/jualuma-prod:us-central1:main'],
    [
      'account',
      'cr@jualuma-prod.iam.gserviceaccount.com',
      'serviceAccount:cr@jualuma-prod.iam.gserviceaccount.com',
    ],
    ['beginning of a generated host', 'frontend-app-', 'https://frontend-app-x1y2z3-uc.a.run.app/'],
    [
      'beginning of a generated host with a number',
      'frontend-app-',
      'https://frontend-app-123456789012.us-central1.run.app',
    ],
    [
      'beginning of a generated host behind a tag',
      'frontend-app-',
      'https://t---frontend-app-x1y2z3-uc.a.run.app',
    ],
  ])('%s', (_, identifier, value) => {
    expect(mentions(identifier, value)).toEqual([identifier]);
  });
});

describe('what only looks like it is none', () => {
  test.each([
    ['longer project', 'jualuma-prod', 'jualuma-production-x'],
    ['project with a suffix', 'jualuma-prod', 'jualuma-prod-eu'],
    ['project with a prefix', 'jualuma-prod', 'my-jualuma-prod'],
    ['project with a digit', 'jualuma-prod', 'jualuma-prod2'],
    ['project inside a word', 'prod', 'products'],
    ['own project', 'jualuma-prod', 'jualuma-dev'],
    ['longer number', '123456789012', '1234567890123'],
    ['number inside a longer one', '123456789012', '9123456789012'],
    ['number inside a hash', '123456789012', 'a123456789012f'],
    ['fraction', '123456789012', '0.123456789012'],
    ['whole part of a fraction', '123456789012', '123456789012.5'],
    ['subdomain', 'jualuma.com', 'https://dev.jualuma.com'],
    ['longer label', 'api.jualuma.com', 'https://my-api.jualuma.com'],
    ['longer domain', 'api.jualuma.com', 'https://api.jualuma.com.example'],
    ['longer ending', 'api.jualuma.com', 'https://api.jualuma.community'],
    ['another character for the dot', 'api.jualuma.com', 'api-jualuma-com apixjualuma.com'],
    [
      'another service of the same beginning',
      'frontend-app-',
      'https://frontend-app-admin-x1y2z3-uc.a.run.app',
    ],
    ['host of another service with a prefix', 'frontend-app-', 'https://my-frontend-app-x1y2z3-uc.a.run.app'],
    ['beginning without a host', 'frontend-app-', 'frontend-app-settings'],
    ['generated host inside a longer one', 'frontend-app-', 'frontend-app-x1y2z3-uc.a.run.app.example'],
    ['empty value', 'jualuma-prod', ''],
  ])('%s', (_, identifier, value) => {
    expect(mentions(identifier, value)).toEqual([]);
  });
});

describe('a reducer', () => {
  const reduce = createValueReducer({
    key: KEY,
    environments: [
      { name: 'dev', identifiers: ['jualuma-dev', 'shared.example.com'] },
      { name: 'stage', identifiers: ['jualuma-stage'] },
      { name: 'prod', identifiers: ['jualuma-prod', 'SHARED.example.com', '111111111111', ''] },
    ],
  });

  test('names what is of others, sorted, each once, and nothing of its own', () => {
    const value = 'jualuma-stage 111111111111 jualuma-prod jualuma-dev jualuma-prod';
    expect(reduce('dev', value).mentions).toEqual(['111111111111', 'jualuma-prod', 'jualuma-stage']);
    expect(reduce('prod', value).mentions).toEqual(['jualuma-dev', 'jualuma-stage']);
  });

  test('an identifier two environments share betrays neither', () => {
    expect(reduce('dev', 'shared.example.com').mentions).toEqual([]);
    expect(reduce('stage', 'shared.example.com').mentions).toEqual([
      'SHARED.example.com',
      'shared.example.com',
    ]);
  });

  test('to an environment nobody knows, all are others', () => {
    expect(reduce('preview', 'jualuma-dev jualuma-prod').mentions).toEqual(['jualuma-dev', 'jualuma-prod']);
  });

  test('special characters in an identifier mean themselves', () => {
    expect(mentions('a+b(c).example', 'x a+b(c).example y')).toEqual(['a+b(c).example']);
    expect(mentions('a+b(c).example', 'aab c example')).toEqual([]);
  });

  test('equal values of one environment are told alike; another environment is told of its own others', () => {
    const dev = reduce('dev', 'jualuma-stage');
    expect(reduce('dev', 'jualuma-stage')).toEqual(dev);
    expect(reduce('stage', 'jualuma-stage')).toEqual({ ...dev, mentions: [] });
    expect(reduce('dev', 'jualuma-prod').fingerprint).not.toBe(dev.fingerprint);
  });

  test('values are remembered while one page is worked through, and no longer', async () => {
    const first = reduce('dev', 'one page');
    expect(reduce('dev', 'one page')).toBe(first);
    await Promise.resolve();
    expect(reduce('dev', 'one page')).not.toBe(first);
    expect(reduce('dev', 'one page')).toEqual(first);
  });

  test('what is kept holds no value', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 9 }), (value) => {
        fc.pre(!/^[0-9a-f]+$/.test(value));
        const reduced = reduce('dev', `${value}canary-value`);
        expect(Object.keys(reduced)).toEqual(['fingerprint', 'kind', 'mentions']);
        expect(reduced.fingerprint).toMatch(/^[0-9a-f]{64}$/);
        expect(JSON.stringify(reduced)).not.toContain('canary');
      }),
    );
  });

  test('finds each of thousands of identifiers', () => {
    const identifiers = Array.from({ length: 3_000 }, (_, index) => `service-${index}-`);
    const many = createValueReducer({ key: KEY, environments: [{ name: 'prod', identifiers }] });
    const value =
      'https://service-7-x1y2-uc.a.run.app SERVICE-77-x1y2-uc.a.run.app my-service-777-x1y2-uc.a.run.app';
    expect(named(many('dev', value).mentions)).toEqual(['service-7-', 'service-77-']);
  });

  test('a hostile value costs no time', () => {
    const value = `${'jualuma-prod-'.repeat(20_000)}${'a'.repeat(200_000)}`;
    expect(reduce('dev', value).mentions).toEqual([]);
  });
});

describe('a generated host', () => {
  const NUMBER = '298159098975';
  const reduce = createValueReducer({
    key: KEY,
    environments: [
      { name: 'dev', identifiers: ['jualuma-dev', NUMBER] },
      { name: 'prod', identifiers: ['jualuma-prod', '678067977394', 'frontend-app-'] },
    ],
  });
  const keyed = (host: string) => hostMention(createFingerprint(KEY)(host));
  const BACKEND = 'jualuma-backend-m5loacypwq-uc.a.run.app';

  test('is kept as a keyed fingerprint: two environments may have services of one name', () => {
    expect(reduce('dev', `https://${BACKEND}/v1`).mentions).toEqual([keyed(BACKEND)]);
    expect(reduce('dev', `https://canary---${BACKEND.toUpperCase()}`).mentions).toEqual([keyed(BACKEND)]);
    expect(reduce('dev', `next=https%3A%2F%2F${BACKEND}%2F`).mentions).toEqual([keyed(BACKEND)]);
  });

  test('that bears the own number is nobody else’s, even of a service name that only another has', () => {
    const own = `https://frontend-app-${NUMBER}.us-central1.run.app`;
    expect(reduce('dev', own).mentions).toEqual([]);
    expect(reduce('dev', `${own},https://frontend-app-678067977394.us-central1.run.app`).mentions).toEqual([
      '678067977394',
      'frontend-app-',
      keyed('frontend-app-678067977394.us-central1.run.app'),
    ]);
  });

  test.each(['https://run.app/x', `${BACKEND}.example`, `x.${BACKEND}`, 'https://api.jualuma.com'])(
    'is none: %s',
    (value) => {
      expect(reduce('dev', value).mentions).toEqual([]);
    },
  );

  test('costs no time in a hostile value', () => {
    expect(reduce('dev', `${'a---'.repeat(100_000)}.a.run.app`).mentions).toEqual([]);
  });
});
