import { describe, expect, test } from '@jest/globals';
import { changed, problemsOf, SAMPLE } from './sample.ts';

const PAIRS = 'compare: [[dev, prod], [stage, prod]]';
const WAIVER = '{ check: resources, role: web, path: memory,';

interface Contradiction {
  name: string;
  piece: string;
  by: string;
  says: string[];
}

/** Each with the place of what is wrong, and in brackets the place it contradicts. */
const CONTRADICTIONS: Contradiction[] = [
  {
    name: 'an invoker that is public where the profile of the environment has IAP on, and nobody says off',
    piece: '    iap: false\n',
    by: '',
    says: ['c.yaml:16:5: services.backend.invoker: invoker is public in dev, but iap is true (c.yaml:9:48)'],
  },
  {
    name: 'an invoker that is public where nothing comes in',
    piece: 'iap: false\n',
    by: 'iap: false\n    ingress: { stage: none }\n',
    says: [
      'c.yaml:18:5: services.backend.invoker: invoker is public in stage, but ingress is none, so that nobody reaches it (c.yaml:17:16)',
    ],
  },
  {
    name: 'named invokers of a public service',
    piece: 'iap: false\n',
    by: 'iap: false\n    invokers: { stage: ["user:a@acme.com"] }\n',
    says: [
      'c.yaml:17:17: services.backend.invokers: invokers are named in stage, but invoker is public (c.yaml:18:5)',
    ],
  },
  {
    name: 'the generated URL, disabled and wanted',
    piece: 'serviceAccount: cr-web',
    by: 'defaultUrl: disabled',
    says: [
      'c.yaml:31:5: services.web.defaultUrl: the default URL is disabled in dev, but domain is run.app (c.yaml:9:59)',
    ],
  },
  {
    name: 'more instances at least than at most',
    piece: 'memory: 1Gi,',
    by: 'minInstances: 5,',
    says: [
      'c.yaml:18:26: services.backend.resources.minInstances: minInstances is 5 in dev, but maxInstances is 2 (c.yaml:18:59)',
    ],
  },
  {
    name: 'two ways into the network',
    piece: 'cloudSql: required',
    by: 'directVpc: required',
    says: [
      'c.yaml:19:16: services.backend.network.directVpc: direct VPC is wanted in dev, but so is a VPC connector, and a service has one of them at most (c.yaml:19:53)',
    ],
  },
  {
    name: 'a secret with a stated value',
    piece: 'DATABASE_URL: secret',
    by: 'DATABASE_URL: { delivery: secret, value: a }',
    says: [
      'c.yaml:23:48: services.backend.env.DATABASE_URL.value: contradicts delivery: secret; the value of a secret is never stated (c.yaml:23:33)',
    ],
  },
  {
    name: 'a stated value in an environment where it is a secret',
    piece: 'DATABASE_URL: secret',
    by: 'DATABASE_URL: { delivery: { dev: literal, prod: secret }, value: { dev: a, prod: b } }',
    says: [
      'c.yaml:23:88: services.backend.env.DATABASE_URL.value.prod: contradicts delivery: secret; the value of a secret is never stated (c.yaml:23:55)',
    ],
  },
  {
    name: 'a literal with a version',
    piece: 'PRICE: { delivery: literal,',
    by: 'PRICE: { delivery: literal, version: latest,',
    says: [
      'c.yaml:25:44: services.backend.env.PRICE.version: contradicts delivery: literal; only a secret has versions (c.yaml:25:26)',
    ],
  },
  {
    name: 'a version in an environment where it is a literal',
    piece: 'STRIPE_KEY: { delivery: secret, version: pinned }',
    by: 'STRIPE_KEY: { delivery: { dev: literal, prod: secret }, version: { dev: latest, prod: pinned } }',
    says: [
      'c.yaml:24:79: services.backend.env.STRIPE_KEY.version.dev: contradicts delivery: literal; only a secret has versions (c.yaml:24:38)',
    ],
  },
  {
    name: 'one value for all that must differ',
    piece: '{ delivery: literal, mustDiffer: true }',
    by: '{ value: a, mustDiffer: true }',
    says: [
      'c.yaml:21:40: services.backend.env.APP_ENV.mustDiffer: contradicts value, which is the same for several environments (c.yaml:21:25)',
    ],
  },
  {
    name: 'equal values that must differ',
    piece: '{ delivery: literal, mustDiffer: true }',
    by: '{ value: { dev: a, prod: a }, mustDiffer: true }',
    says: [
      'c.yaml:21:58: services.backend.env.APP_ENV.mustDiffer: contradicts value, which is the same for several environments (c.yaml:21:18)',
    ],
  },
  {
    name: 'a value where the key does not belong',
    piece: 'in: [prod],',
    by: 'in: [prod], value: { dev: a },',
    says: [
      'c.yaml:25:61: services.backend.env.PRICE.value.dev: is given for an environment that `in` leaves out (c.yaml:25:35)',
    ],
  },
  {
    name: 'a path ignored and recorded',
    piece: 'release: [image]',
    by: 'release: [image, labels.release-id]',
    says: ['c.yaml:50:20: drift.release.1: is ignored, so that it cannot be recorded as well (c.yaml:49:12)'],
  },
  {
    name: 'one name for all roles',
    piece: 'names: { dev: web, stage: web-stage, prod: frontend }',
    by: 'names: backend',
    says: [
      'c.yaml:30:12: services.web.names: backend is the service of backend already (c.yaml:13:14)',
      'c.yaml:30:12: services.web.names: backend is the service of backend already (c.yaml:13:50)',
    ],
  },
  {
    name: 'a comparison of an environment with itself',
    piece: PAIRS,
    by: 'compare: [[dev, dev]]',
    says: ['c.yaml:7:17: compare.0.1: compares dev with itself (c.yaml:7:12)'],
  },
  {
    name: 'a comparison said twice',
    piece: PAIRS,
    by: 'compare: [[dev, prod], [dev, prod]]',
    says: ['c.yaml:7:24: compare.1: compares dev and prod a second time (c.yaml:7:11)'],
  },
  {
    name: 'a comparison said in both directions',
    piece: PAIRS,
    by: 'compare: [[dev, prod], [prod, dev]]',
    says: ['c.yaml:7:24: compare.1: compares prod and dev a second time (c.yaml:7:11)'],
  },
  {
    name: 'a route that another one leaves nothing for',
    piece: '{ channel: "#drift" }',
    by: '{ match: { environment: prod, severity: high }, channel: "#drift" }',
    says: [
      'c.yaml:52:64: alerts.routes.1: is never used: entry 1 takes all it would take before it (c.yaml:52:12)',
    ],
  },
];

describe('contradictions are told with both places', () => {
  test.each(CONTRADICTIONS)('$name', ({ piece, by, says }) => {
    expect(problemsOf(changed(piece, by))).toEqual(says);
  });

  test.each(['waivers', 'undecided'])('%s over a role that has no service there', (section) => {
    const end = section === 'waivers' ? 'reason: source maps, owner: web, expires' : 'expires';
    const text = SAMPLE.replace('stage: web-stage, prod: frontend }', 'stage: web-stage }')
      .replace(WAIVER, '{ check: resources, role: web, environments: [prod], path: memory,')
      .replace('reason: source maps, owner: web, expires', end)
      .replace('waivers:\n', `${section}:\n`);
    expect(problemsOf(text)).toEqual([
      `c.yaml:34:5: ${section}.0: can never match: web has no service in prod (c.yaml:30:5)`,
    ]);
  });

  test('that a role has no service somewhere is what a waiver of service-coverage is for', () => {
    const text = SAMPLE.replace('stage: web-stage, prod: frontend }', 'stage: web-stage }').replace(
      WAIVER,
      '{ check: service-coverage, role: web, environments: [prod],',
    );
    expect(problemsOf(text)).toEqual([]);
  });

  test('two environments of one project share its names', () => {
    const text = changed('project: acme-stage', 'project: acme-dev').replace(
      'stage: web-stage',
      'stage: web',
    );
    expect(problemsOf(text)).toEqual([
      'c.yaml:30:31: services.web.names.stage: web is the service of web already (c.yaml:30:14)',
    ]);
  });
});

describe('what only looks like a contradiction is none', () => {
  test.each([
    ['the same name in two projects', 'stage: web-stage', 'stage: web'],
    ['another name in two environments of one project', 'project: acme-stage', 'project: acme-dev'],
    [
      'a public invoker where the role says that IAP is off',
      'iap: false\n',
      'iap: { dev: false, stage: false, prod: false }\n',
    ],
    [
      'differing values that must differ',
      '{ delivery: literal, mustDiffer: true }',
      '{ value: { dev: a, prod: b }, mustDiffer: true }',
    ],
    [
      'a version for wherever it is a secret',
      'STRIPE_KEY: { delivery: secret, version: pinned }',
      'STRIPE_KEY: { delivery: { dev: literal, prod: secret }, version: pinned }',
    ],
    [
      'a narrower route before a wider one',
      'routes: [{ match: { environment: prod }, channel: "#prod" },',
      'routes: [{ match: { environment: prod, severity: high }, channel: "#now" }, { match: { environment: prod }, channel: "#prod" },',
    ],
  ])('%s', (_, piece, by) => {
    expect(problemsOf(changed(piece, by))).toEqual([]);
  });
});
