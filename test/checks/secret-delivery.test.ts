import { describe, expect, test } from '@jest/globals';
import { secretDelivery } from '../../shared/checks/secret-delivery/secret-delivery.ts';
import type { Json } from '../../shared/snapshot/json.ts';
import { brief, type CheckCase, runCheck } from '../fakes/check-tester.ts';
import type { RoleDraft } from '../fakes/contract-builder.ts';
import { fingerprintOf, lit, type ServiceDraft, sec } from '../fakes/snapshot-builder.ts';

const path = (key: string, container = 'main') => `template.containers.${container}.env.${key}`;
const app = (env: Record<string, Json>, more: ServiceDraft = {}) => ({ services: { app: { env, ...more } } });
const naming = (env: RoleDraft['env']) => ({ services: { app: { env: env ?? {} } } });
const mounting = (version: string | null, secret = 'certs') =>
  app(
    {},
    {
      template: {
        volumes: {
          files: { secret: { secret, ...(version === null ? {} : { items: { 'ca.pem': { version } } }) } },
        },
        containers: { main: { ports: { http1: 8080 }, volumeMounts: { '/etc/certs': { name: 'files' } } } },
      },
    },
  );
const MOUNT = 'template.containers.main.volumeMounts["/etc/certs"]';

const CASES: Record<string, CheckCase & { gives: string[] }> = {
  'secrets on both sides pass': {
    contract: naming({ DATABASE_URL: { delivery: 'secret' } }),
    estate: { dev: app({ DATABASE_URL: sec('db') }), prod: app({ DATABASE_URL: sec('db') }) },
    gives: ['PASS dev app', 'PASS prod app', 'PASS dev/prod app'],
  },
  'a literal where a secret is declared fails once': {
    contract: naming({ DATABASE_URL: { delivery: 'secret' } }),
    estate: { dev: app({ DATABASE_URL: sec('db') }), prod: app({ DATABASE_URL: lit('x') }) },
    gives: ['PASS dev app', `FAIL prod app ${path('DATABASE_URL')}`],
  },
  'a secret where a literal is declared fails': {
    contract: naming({ MODE: { delivery: 'literal' } }),
    estate: { dev: app({ MODE: lit('x') }), prod: app({ MODE: sec('mode') }) },
    gives: ['PASS dev app', `FAIL prod app ${path('MODE')}`],
  },
  'a credential in the clear fails, declared or not': {
    contract: naming({ API_TOKEN: { delivery: 'literal' } }),
    estate: { dev: app({ API_TOKEN: lit('x') }), prod: app({ DB_PASSWORD: lit('x') }) },
    gives: [`FAIL dev app ${path('API_TOKEN')}`, `FAIL prod app ${path('DB_PASSWORD')}`],
  },
  'a publishable key in the clear passes': {
    contract: naming({}),
    estate: {
      dev: app({ STRIPE_PUBLISHABLE_KEY: lit('x') }),
      prod: app({ STRIPE_PUBLISHABLE_KEY: lit('y') }),
    },
    gives: ['PASS dev app', 'PASS prod app', 'PASS dev/prod app'],
  },
  'a credential in a sidecar fails': {
    contract: naming({}),
    estate: {
      dev: app({}, { sidecars: { otel: { env: { OTEL_API_KEY: lit('x') } } } }),
      prod: app({}, { sidecars: { otel: { env: { OTEL_API_KEY: sec('otel') } } } }),
    },
    gives: [`FAIL dev app ${path('OTEL_API_KEY', 'otel')}`, 'PASS prod app'],
  },
  'a literal here and a secret there fails on the side of the literal': {
    contract: naming({}),
    estate: { dev: app({ REDIS: lit('x') }), prod: app({ REDIS: sec('redis') }) },
    gives: ['PASS dev app', 'PASS prod app', `FAIL dev/prod app ${path('REDIS')}`],
  },
  'a delivery declared by environment is intentional': {
    contract: naming({ REDIS: { delivery: { by: { dev: 'literal', prod: 'secret' } } } }),
    estate: { dev: app({ REDIS: lit('x') }), prod: app({ REDIS: sec('redis') }) },
    gives: ['PASS dev app', 'PASS prod app', `INTENTIONAL_DIFF dev/prod app ${path('REDIS')}`],
  },
  'latest where pinned is declared fails': {
    contract: naming({ KEY: { delivery: 'secret', version: 'pinned' } }),
    estate: { dev: app({ KEY: sec('key', '3') }), prod: app({ KEY: sec('key') }) },
    gives: ['PASS dev app', `FAIL prod app ${path('KEY')}`],
  },
  'pinned where latest is declared fails': {
    contract: naming({ KEY: { delivery: 'secret', version: 'latest' } }),
    estate: { dev: app({ KEY: sec('key') }), prod: app({ KEY: sec('key', '3') }) },
    gives: ['PASS dev app', `FAIL prod app ${path('KEY')}`],
  },
  'an alias is pinned; numbers are never compared': {
    contract: naming({ KEY: { delivery: 'secret', version: 'pinned' } }),
    estate: { dev: app({ KEY: sec('key', 'stable') }), prod: app({ KEY: sec('key', '7') }) },
    gives: ['PASS dev app', 'PASS prod app', 'PASS dev/prod app'],
  },
  'pinned here and latest there needs a decision where nothing says which': {
    contract: naming({ KEY: { delivery: 'secret' } }),
    estate: { dev: app({ KEY: sec('key') }), prod: app({ KEY: sec('key', '7') }) },
    gives: ['PASS dev app', 'PASS prod app', `REVIEW_REQUIRED dev/prod app ${path('KEY')}`],
  },
  'pinned here and latest there is intentional where it is declared': {
    contract: naming({ KEY: { delivery: 'secret', version: { by: { dev: 'latest', prod: 'pinned' } } } }),
    estate: { dev: app({ KEY: sec('key') }), prod: app({ KEY: sec('key', '7') }) },
    gives: ['PASS dev app', 'PASS prod app', `INTENTIONAL_DIFF dev/prod app ${path('KEY')}`],
  },
  'a declared value is met by fingerprint': {
    contract: naming({ PLAID_ENV: { value: { by: { dev: 'sandbox', prod: 'production' } } } }),
    estate: { dev: app({ PLAID_ENV: lit('sandbox') }), prod: app({ PLAID_ENV: lit('production') }) },
    gives: ['PASS dev app', 'PASS prod app', 'PASS dev/prod app'],
  },
  'another value than declared fails': {
    contract: naming({ PLAID_ENV: { value: { by: { dev: 'sandbox', prod: 'production' } } } }),
    estate: { dev: app({ PLAID_ENV: lit('sandbox') }), prod: app({ PLAID_ENV: lit('sandbox') }) },
    gives: ['PASS dev app', `FAIL prod app ${path('PLAID_ENV')}`, 'PASS dev/prod app'],
  },
  'a key that one side lacks belongs to env-keys': {
    contract: naming({}),
    estate: { dev: app({ A: lit('x') }), prod: app({}) },
    gives: ['PASS dev app'],
  },
  'mounted secrets alike pass': {
    contract: naming({}),
    estate: { dev: mounting('3'), prod: mounting('4') },
    gives: ['PASS dev app', 'PASS prod app'],
  },
  'a mounted secret pinned on one side needs a decision': {
    contract: naming({}),
    estate: { dev: mounting(null), prod: mounting('4') },
    gives: ['PASS dev app', 'PASS prod app', `REVIEW_REQUIRED dev/prod app ${MOUNT}`],
  },
  'a secret mounted on one side only needs a decision': {
    contract: naming({}),
    estate: { dev: app({}), prod: mounting('4') },
    gives: ['PASS prod app', `REVIEW_REQUIRED dev/prod app ${MOUNT}`],
  },
  'not captured: undecided': {
    contract: naming({}),
    estate: { dev: app({ A: lit('x') }), prod: { regions: [] } },
    gives: ['PASS dev app', 'BLIND prod app'],
  },
};

describe('secret-delivery', () => {
  test.each(Object.entries(CASES))('%s', (_, given) => {
    expect(brief(runCheck(secretDelivery, given))).toEqual(given.gives);
  });

  test('evidence shows fingerprints, never a value', () => {
    const given = CASES['another value than declared fails'] as CheckCase;
    const results = runCheck(secretDelivery, given);
    const failure = results.find(({ status }) => status === 'FAIL');
    expect(failure).toMatchObject({
      expected: { kind: 'literal', fingerprint: fingerprintOf('production') },
      observed: { kind: 'literal', fingerprint: fingerprintOf('sandbox') },
    });
    expect(JSON.stringify(results)).not.toMatch(/sandbox|production/);
  });

  test('a credential in the clear in a protected environment weighs high and is to be rotated', () => {
    const given = CASES['a credential in the clear fails, declared or not'] as CheckCase;
    const failure = runCheck(secretDelivery, given)[1];
    expect(failure?.severity).toBe('high');
    expect(failure?.settle).toMatch(/--update-secrets=DB_PASSWORD=SECRET:VERSION, and rotate it/);
  });

  test('a difference says both sides', () => {
    const given = CASES['a literal here and a secret there fails on the side of the literal'] as CheckCase;
    const failure = runCheck(secretDelivery, given)[2];
    expect(failure).toMatchObject({ environment: 'dev', expected: 'secret' });
    expect(failure?.message).toBe(
      'REDIS is a literal in dev app and a secret in prod app; the contract does not say that it differs.',
    );
  });
});
