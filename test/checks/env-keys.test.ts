import { describe, expect, test } from '@jest/globals';
import { envKeys } from '../../shared/checks/env-keys/env-keys.ts';
import { brief, type CheckCase, runCheck } from '../fakes/check-tester.ts';
import type { RoleDraft } from '../fakes/contract-builder.ts';
import { lit, type ServiceDraft, sec } from '../fakes/snapshot-builder.ts';

const path = (key: string, container = 'main') => `template.containers.${container}.env.${key}`;
const app = (keys: string[], more: ServiceDraft = {}) => ({
  services: { app: { env: Object.fromEntries(keys.map((key) => [key, lit(`value of ${key}`)])), ...more } },
});
const naming = (env: RoleDraft['env'], more: RoleDraft = {}) => ({
  services: { app: { env: env ?? {}, ...more } },
});
const sidecar = (keys: string[]) => ({
  sidecars: { otel: { image: 'otel', env: Object.fromEntries(keys.map((key) => [key, lit(key)])) } },
});

const CASES: Record<string, CheckCase & { gives: string[] }> = {
  'the same keys pass, whatever their values': {
    contract: naming({}),
    estate: { dev: app(['A', 'B']), prod: { services: { app: { env: { B: lit('x'), A: sec('a') } } } } },
    gives: ['PASS dev/prod app'],
  },
  'a key that one side lacks fails on that side': {
    contract: naming({}),
    estate: { dev: app(['VITE_API_TARGET']), prod: app(['API_BASE_URL']) },
    gives: [`FAIL dev/prod app ${path('VITE_API_TARGET')}`, `FAIL dev/prod app ${path('API_BASE_URL')}`],
  },
  'a key that belongs to one environment is intentional': {
    contract: naming({ PRICE: { in: ['prod'] } }),
    estate: { dev: app([]), prod: app(['PRICE']) },
    gives: ['PASS prod app', `INTENTIONAL_DIFF dev/prod app ${path('PRICE')}`],
  },
  'a key where it does not belong fails once': {
    contract: naming({ PRICE: { in: ['prod'] } }),
    estate: { dev: app(['PRICE']), prod: app(['PRICE']) },
    gives: [`FAIL dev app ${path('PRICE')}`, 'PASS prod app', 'PASS dev/prod app'],
  },
  'a declared key that is missing fails once': {
    contract: naming({ MODE: {} }),
    estate: { dev: app(['MODE']), prod: app([]) },
    gives: ['PASS dev app', `FAIL prod app ${path('MODE')}`],
  },
  'a declared key missing on both sides fails on both': {
    contract: naming({ MODE: {} }),
    estate: { dev: app([]), prod: app([]) },
    gives: [`FAIL dev app ${path('MODE')}`, `FAIL prod app ${path('MODE')}`, 'PASS dev/prod app'],
  },
  'an optional key may be absent': {
    contract: naming({ MODE: { optional: true } }),
    estate: { dev: app(['MODE']), prod: app([]) },
    gives: [`INTENTIONAL_DIFF dev/prod app ${path('MODE')}`],
  },
  'closed: a key nobody named fails where it is, once': {
    contract: naming({ MODE: {} }, { envPolicy: 'closed' }),
    estate: { dev: app(['MODE', 'EXTRA']), prod: app(['MODE']) },
    gives: [`FAIL dev app ${path('EXTRA')}`, 'PASS prod app'],
  },
  'closed: sidecars are held to it too': {
    contract: naming({ MODE: {} }, { envPolicy: 'closed' }),
    estate: { dev: app(['MODE'], sidecar(['OTEL'])), prod: app(['MODE'], sidecar([])) },
    gives: [`FAIL dev app ${path('OTEL', 'otel')}`, 'PASS prod app'],
  },
  'a key missing in a sidecar is seen': {
    contract: naming({}),
    estate: { dev: app(['A'], sidecar(['OTEL'])), prod: app(['A'], sidecar([])) },
    gives: [`FAIL dev/prod app ${path('OTEL', 'otel')}`],
  },
  'the same key in another container is no match': {
    contract: naming({}),
    estate: { dev: app(['A', 'OTEL'], sidecar([])), prod: app(['A'], sidecar(['OTEL'])) },
    gives: [`FAIL dev/prod app ${path('OTEL', 'otel')}`, `FAIL dev/prod app ${path('OTEL')}`],
  },
  'a sidecar without counterpart is one result': {
    contract: naming({}),
    estate: { dev: app(['A'], sidecar(['X', 'Y'])), prod: app(['A']) },
    gives: ['FAIL dev/prod app template.containers.otel'],
  },
  'the serving container may be called otherwise': {
    contract: naming({}),
    estate: { dev: app(['A'], { container: 'app-1' }), prod: app(['A']) },
    gives: ['PASS dev/prod app'],
  },
  'a role that is missing in one environment belongs to coverage': {
    contract: naming({ MODE: {} }),
    estate: { dev: app(['MODE']), prod: {} },
    gives: ['PASS dev app'],
  },
  'not captured: undecided, nothing missing': {
    contract: naming({ MODE: {} }),
    estate: { dev: app(['MODE']), prod: { regions: [] } },
    gives: ['PASS dev app', 'BLIND prod app'],
  },
  'keys that are names of the language are ordinary keys': {
    contract: naming({}),
    estate: { dev: app(['constructor', 'toString']), prod: app([]) },
    gives: [`FAIL dev/prod app ${path('constructor')}`, `FAIL dev/prod app ${path('toString')}`],
  },
};

describe('env-keys', () => {
  test.each(Object.entries(CASES))('%s', (_, given) => {
    expect(brief(runCheck(envKeys, given)).sort()).toEqual(given.gives.toSorted());
  });

  test('a finding belongs to the environment that lacks the key', () => {
    const given = CASES['a key that one side lacks fails on that side'] as CheckCase;
    const results = runCheck(envKeys, given);
    expect(results.map(({ environment, path }) => [environment, path])).toEqual([
      ['prod', path('VITE_API_TARGET')],
      ['dev', path('API_BASE_URL')],
    ]);
    expect(results[0]).toMatchObject({ expected: 'literal', observed: null, severity: 'medium' });
    expect(results[0]?.message).toBe(
      'prod app has no VITE_API_TARGET, dev app has it; the contract does not say that they differ.',
    );
    expect(results[0]?.settle).toContain('services.app.env');
  });

  test('a missing key says what is wanted and where it is stated', () => {
    const given = { ...(CASES['a declared key that is missing fails once'] as CheckCase) };
    const failure = runCheck(envKeys, given).find(({ status }) => status === 'FAIL');
    expect(failure?.message).toBe('prod app lacks MODE, which the contract wants (contracts/test.yaml:30).');
  });
});
