import { describe, expect, test } from '@jest/globals';
import { type Diagnosis, diagnose, exitCodeOf, type Outcome } from '../../shared/doctor/diagnosis.ts';
import { examineViewer } from '../../shared/doctor/examine.ts';
import { CONTROLS, FORBIDDEN, forbiddenOn, harmOf } from '../../shared/doctor/permissions.ts';
import {
  DENIED,
  ENDLESS,
  ENVIRONMENTS,
  fakeProbe,
  NEEDED,
  type World,
  without,
  world,
} from './fake-probe.ts';

const ACCESS = 'secretmanager.versions.access';
const DISABLED = { status: 'API_DISABLED', detail: 'run.googleapis.com is not enabled: gcloud …' } as const;

async function examine(changes: Partial<World>) {
  return examineViewer(fakeProbe(world(changes)), ENVIRONMENTS, ENDLESS);
}

function wrongIn({ environments }: Diagnosis): string[] {
  return environments.flatMap(({ environment, excess, unproven, lacks, unasked }) => [
    ...excess.map(
      ({ resource, permissions }) => `${environment} ${resource.name} has ${permissions.join(' ')}`,
    ),
    ...unproven.map(({ name }) => `${environment} ${name} proves nothing`),
    ...lacks.map((permission) => `${environment} lacks ${permission}`),
    ...unasked.map((detail) => `${environment} ${detail}`),
  ]);
}

function inProd(permissions: string[]): Pick<World, 'projects'> {
  return { projects: { 'shop-dev': NEEDED, 'shop-prod': permissions } };
}

const cases: [string, Partial<World>, Outcome, 0 | 2 | 3, string[]][] = [
  ['has all it needs and nothing else', {}, 'proven', 0, []],
  ['lacks one', inProd(without('apikeys.keys.list')), 'lacking', 3, ['prod lacks apikeys.keys.list']],
  [
    'lacks what single accounts are known by: explained by that lack',
    inProd(without('iam.serviceAccountKeys.list')),
    'lacking',
    3,
    ['prod lacks iam.serviceAccountKeys.list'],
  ],
  [
    'may read payloads in the project: named once, not by each secret again',
    inProd([...NEEDED, ACCESS]),
    'excess',
    2,
    [`prod shop-prod has ${ACCESS}`],
  ],
  [
    'may read the payload of one secret alone',
    { alone: { 'shop-prod/PLAID': [ACCESS] } },
    'excess',
    2,
    [`prod PLAID has ${ACCESS}`],
  ],
  [
    'may act as one account alone',
    { alone: { 'shop-prod/cr-api@shop.iam.gserviceaccount.com': ['iam.serviceAccounts.getAccessToken'] } },
    'excess',
    2,
    ['prod cr-api@shop.iam.gserviceaccount.com has iam.serviceAccounts.getAccessToken'],
  ],
  [
    'may change one service alone',
    { alone: { 'shop-prod/web': ['run.services.update'] } },
    'excess',
    2,
    ['prod web has run.services.update'],
  ],
  [
    'a public service lets everybody in: no excess of the viewer',
    { alone: { 'shop-prod/web': ['run.routes.invoke'] } },
    'proven',
    0,
    [],
  ],
  [
    'may call every service of the project',
    inProd([...NEEDED, 'run.routes.invoke']),
    'excess',
    2,
    ['prod shop-prod has run.routes.invoke'],
  ],
  [
    'a project that is not there answers with nothing: no proof, and everything is missing',
    inProd([]),
    'unproven',
    2,
    ['prod shop-prod proves nothing', ...NEEDED.map((permission) => `prod lacks ${permission}`)],
  ],
  [
    'the project may not be asked',
    { unasked: { 'shop-prod': DENIED } },
    'lacking',
    3,
    [`prod ${DENIED.detail}`],
  ],
  [
    'one secret may not be asked',
    { unasked: { 'shop-prod/PLAID': DENIED } },
    'lacking',
    3,
    [`prod ${DENIED.detail}`],
  ],
  [
    'the services cannot be listed',
    { unlisted: { 'shop-prod/service': DISABLED } },
    'lacking',
    3,
    [`prod ${DISABLED.detail}`],
  ],
  [
    'a list refused for want of a permission is named by that permission alone',
    {
      ...inProd(without('run.services.list')),
      unlisted: {
        'shop-prod/service': {
          status: 'DENIED',
          detail: 'run.services.list is missing in shop-prod: add it',
        },
      },
    },
    'lacking',
    3,
    ['prod lacks run.services.list'],
  ],
  [
    'too much weighs more than too little',
    inProd([...without('apikeys.keys.list'), ACCESS]),
    'excess',
    2,
    [`prod shop-prod has ${ACCESS}`, 'prod lacks apikeys.keys.list'],
  ],
];

describe('a viewer that', () => {
  test.each(cases)('%s', async (_, changes, outcome, code, wrong) => {
    const diagnosis = diagnose(await examine(changes));
    expect(diagnosis.outcome).toBe(outcome);
    expect(exitCodeOf(diagnosis)).toBe(code);
    expect(wrongIn(diagnosis)).toEqual(wrong);
  });

  test('meets a secret that shows nothing of what the project shows: its silence proves nothing', async () => {
    const probe = fakeProbe(world());
    const strange = {
      ...probe,
      ask: async (...[resource, permissions]: Parameters<typeof probe.ask>) =>
        resource.name === 'PLAID' ? { ok: true as const, held: [] } : probe.ask(resource, permissions),
    };
    const diagnosis = diagnose(await examineViewer(strange, ENVIRONMENTS, ENDLESS));
    expect(wrongIn(diagnosis)).toEqual(['dev PLAID proves nothing', 'prod PLAID proves nothing']);
    expect(exitCodeOf(diagnosis)).toBe(2);
  });
});

describe('the optional permissions', () => {
  const needed = [...NEEDED, 'run.domainmappings.list'].sort();
  test('are asked apart, and their lack is no lack', async () => {
    const probe = fakeProbe(world({ needed }));
    const examined = await examineViewer(probe, ENVIRONMENTS, ENDLESS);
    expect(exitCodeOf(diagnose(examined))).toBe(0);
    const calls = probe.asked.filter(({ resource }) => resource.kind === 'project');
    expect(calls).toHaveLength(4);
    for (const { permissions } of calls)
      expect(permissions.includes('run.domainmappings.list')).toBe(!permissions.includes(ACCESS));
  });

  test('a name that Google refuses takes nothing else along', async () => {
    const probe = fakeProbe(world({ needed }));
    const strict = {
      ...probe,
      ask: async (...[resource, permissions]: Parameters<typeof probe.ask>) =>
        permissions.includes('run.domainmappings.list')
          ? { ok: false as const, gap: { status: 'ERROR' as const, detail: 'is not valid' } }
          : probe.ask(resource, permissions),
    };
    const examined = await examineViewer(strict, ENVIRONMENTS, ENDLESS);
    expect(diagnose(examined).outcome).toBe('proven');
    expect(examined.environments[0]?.whole.permissions).toContainEqual({
      permission: 'run.domainmappings.list',
      need: 'may',
      standing: 'unknown',
    });
  });
});

describe('the tables', () => {
  const names = FORBIDDEN.flatMap(({ permissions }) => permissions);
  test('name each forbidden permission once, and none that a capture needs', () => {
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => NEEDED.includes(name))).toEqual([]);
    expect(names.filter((name) => !/^[a-z]+(\.[A-Za-z]+){2}$/.test(name))).toEqual([]);
  });

  test('hold the whole list of what a viewer must not be able to do', () => {
    expect(names).toEqual(
      expect.arrayContaining([
        ...['services', 'jobs', 'workerpools'].flatMap((kind) =>
          ['create', 'update', 'delete', 'setIamPolicy'].map((verb) => `run.${kind}.${verb}`),
        ),
        'run.jobs.run',
        'run.routes.invoke',
        ...['access', 'add', 'destroy', 'disable', 'enable'].map((verb) => `secretmanager.versions.${verb}`),
        ...['create', 'update', 'delete', 'setIamPolicy'].map((verb) => `secretmanager.secrets.${verb}`),
        ...['actAs', 'getAccessToken', 'signBlob', 'setIamPolicy'].map(
          (verb) => `iam.serviceAccounts.${verb}`,
        ),
        'iam.serviceAccountKeys.create',
        'iam.roles.update',
        'apikeys.keys.getKeyString',
        ...['setIamPolicy', 'update', 'delete'].map((verb) => `resourcemanager.projects.${verb}`),
      ]),
    );
  });

  test('every single resource can grant some of them, and shows some that a capture needs', () => {
    for (const kind of ['service', 'secret', 'serviceAccount'] as const) {
      expect(forbiddenOn(kind).length).toBeGreaterThan(2);
      expect(CONTROLS[kind].filter((control) => !NEEDED.includes(control))).toEqual([]);
    }
  });

  test('say what a holder could do', () => {
    expect(harmOf(ACCESS)).toBe('read the payloads of secrets');
    expect(harmOf('some.other.permission')).toBe('do more than read');
  });
});
