import { describe, expect, test } from '@jest/globals';
import { matchRoles } from '../../shared/draft/match-roles.ts';
import type { Candidate, Inventory } from '../../shared/draft/model.ts';
import { coreTokens } from '../../shared/draft/tokens.ts';
import type { Json } from '../../shared/snapshot/json.ts';
import { type ServiceDraft, serviceDocument } from '../fakes/snapshot-builder.ts';

/** Services of an environment by name; null is one whose document was not read. */
type Services = Record<string, ServiceDraft | null>;

function inventory(name: string, services: Services): Inventory {
  const candidates = Object.entries(services).map(
    ([service, draft]): Candidate => ({
      environment: name,
      name: service,
      document: draft === null ? null : serviceDocument(service, draft),
    }),
  );
  const rest = { regions: [], projectNumber: null, functions: [], elsewhere: [], unread: [] };
  return { name, project: `acme-${name}`, candidates, ...rest };
}

/** Roles as lines: `backend: dev backend, prod backend 100`. */
function lines(estate: Record<string, Services>): string[] {
  return matchRoles(Object.entries(estate).map(([name, services]) => inventory(name, services))).map(
    ({ role, members, confidence }) => {
      const all = [...members].map(([environment, { name }]) => `${environment} ${name}`);
      return `${role}: ${all.join(', ')}${confidence === null ? '' : ` ${confidence}`}`;
    },
  );
}

const named = (...names: string[]): Services => Object.fromEntries(names.map((name) => [name, null]));

/** A service of one image and one account, with these keys. */
function like(image: string, account: string, keys: string[]): ServiceDraft {
  const env = Object.fromEntries(keys.map((key): [string, Json] => [key, { kind: 'literal' }]));
  return {
    env,
    sidecars: {},
    template: {
      serviceAccount: `${account}.iam.gserviceaccount.com`,
      containers: { main: { image: `us-docker.pkg.dev/acme/${image}@sha256:1`, env } },
    },
  };
}

describe('by name', () => {
  test.each<[string, Record<string, Services>, string[]]>([
    ['the same name', { dev: named('web'), prod: named('web') }, ['web: dev web, prod web 100']],
    [
      'the environment as suffix, prefix and infix',
      {
        dev: named('web-dev', 'dev-api', 'acme-dev-app'),
        prod: named('web', 'api-prod', 'acme-production-app'),
      },
      [
        'web: dev web-dev, prod web 100',
        'api: dev dev-api, prod api-prod 100',
        'acme-app: dev acme-dev-app, prod acme-production-app 100',
      ],
    ],
    [
      'a name that means another environment there is its own word',
      { dev: named('live-chat'), prod: named('live-chat') },
      ['live-chat: dev live-chat, prod live-chat 100'],
    ],
    [
      'nothing alike',
      { dev: named('billing'), prod: named('frontend') },
      ['billing: dev billing', 'frontend: prod frontend'],
    ],
    [
      'two that could be meant: neither is guessed',
      { dev: named('web'), prod: named('prod-web', 'web-prod') },
      ['web: dev web', 'prod-web: prod prod-web', 'web-prod: prod web-prod'],
    ],
    [
      "the estate's own name is no evidence, and is left out of roles",
      { dev: named('acme-web', 'acme-api', 'acme-jobs'), prod: named('acme-web', 'acme-billing') },
      [
        'web: dev acme-web, prod acme-web 100',
        'api: dev acme-api',
        'jobs: dev acme-jobs',
        'billing: prod acme-billing',
      ],
    ],
  ])('%s', (_, estate, expected) => {
    expect(lines(estate)).toEqual(expected);
  });
});

describe('by more than the name', () => {
  const dev = {
    'acme-user-app': like('app/user', 'cr-web@acme-dev', ['A', 'B']),
    'acme-support': like('app/support', 'cr-web@acme-dev', ['A', 'C']),
  };

  test('image, account and keys tell which is which', () => {
    const prod = {
      'frontend-app': like('app/user', 'cr-web@acme-prod', ['A', 'B']),
      'support-portal': like('app/support', 'cr-web@acme-prod', ['A', 'C']),
    };
    expect(lines({ dev, prod })).toEqual([
      'user-app: dev acme-user-app, prod frontend-app 80',
      'support: dev acme-support, prod support-portal 87',
    ]);
  });

  test('the evidence is told', () => {
    const prod = { 'frontend-app': like('app/user', 'cr-web@acme-prod', ['A', 'B', 'D']) };
    const [role] = matchRoles([inventory('dev', dev), inventory('prod', prod)]);
    expect(role?.doubts).toEqual([
      'prod frontend-app is taken for dev acme-user-app (confidence 73 %): names alike 50 %, same image repository app/user, same account cr-web, 2 of 3 env keys in both',
    ]);
  });

  test('another image, other keys: a word in common is too little', () => {
    const prod = { 'frontend-app': like('app/other', 'cr-web@acme-prod', ['X']) };
    expect(lines({ dev, prod })).toEqual([
      'user-app: dev acme-user-app',
      'support: dev acme-support',
      'frontend-app: prod frontend-app',
    ]);
  });
});

test('words of an environment are taken out of a name wherever they stand, and never all of them', () => {
  expect(coreTokens('acme-web-staging', 'stage')).toEqual(['acme', 'web']);
  expect(coreTokens('acme-web-staging', 'prod')).toEqual(['acme', 'web', 'staging']);
  expect(coreTokens('dev', 'dev')).toEqual(['dev']);
});

test('the order of services changes nothing but the order of roles', () => {
  const forward = lines({ dev: named('b-dev', 'a-dev'), prod: named('a', 'b') });
  const backward = lines({ dev: named('a-dev', 'b-dev'), prod: named('b', 'a') });
  expect(forward.toSorted()).toEqual(backward.toSorted());
});

test('many services with names alike are matched in a few seconds of a processor', () => {
  const many = (word: string) => named(...Array.from({ length: 300 }, (_, at) => `acme-job-${word}-${at}`));
  const started = process.cpuUsage();
  expect(
    matchRoles([inventory('dev', many('one')), inventory('prod', many('two'))]).length,
  ).toBeGreaterThanOrEqual(300);
  expect(process.cpuUsage(started).user / 1_000).toBeLessThan(10_000);
});
