import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SimulatedEstate } from '../simulator/estate.ts';
import { tellings } from './passed.ts';
import { PROD, REGION } from './shop.ts';
import { openWorld, type World } from './world.ts';

const GUEST = { bindings: [{ role: 'roles/viewer', members: ['user:guest@example.com'] }] };
const GRANT = 'iamPolicy.bindings["roles/viewer"]["user:guest@example.com"]';
const SERVICE = `run.services/${REGION}/stray`;
const SECRET = 'secretmanager.secrets/STRAY';
const EMAIL = `stray@${PROD}.iam.gserviceaccount.com`;
const ACCOUNT = `iam.serviceAccounts/${EMAIL}`;

let world: World;
let key = '';
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

interface Thing {
  add(estate: SimulatedEstate): void;
  remove(estate: SimulatedEstate): void;
  /** What is told when it comes, and when it goes. */
  comes: string[];
  goes: string[];
}

const THINGS: [string, string, Thing][] = [
  [
    'a service and who may call it',
    SERVICE,
    {
      add: (estate) => {
        estate.addService(PROD, REGION, { name: 'stray' });
        estate.setServicePolicy(PROD, REGION, 'stray', GUEST);
      },
      remove: (estate) => {
        estate.removeService(PROD, REGION, 'stray');
        estate.project(PROD).servicePolicies.delete(`${REGION}/stray`);
      },
      comes: [`opened ${SERVICE}`, `opened ${SERVICE} ${GRANT}`],
      // That it was there was wrong already.
      goes: [`resolved ${SERVICE}`],
    },
  ],
  [
    'a secret, its versions and who may read it',
    SECRET,
    {
      add: (estate) => {
        estate.addSecret(PROD, 'STRAY');
        estate.setSecretPolicy(PROD, 'STRAY', GUEST);
      },
      remove: (estate) => estate.removeSecret(PROD, 'STRAY'),
      comes: [`opened ${SECRET}`, `opened ${SECRET} ${GRANT}`, `opened ${SECRET} versions.1`],
      goes: [`opened ${SECRET}`],
    },
  ],
  [
    'an account and its key',
    ACCOUNT,
    {
      add: (estate) => {
        key = estate.addKey(PROD, estate.addServiceAccount(PROD, 'stray'));
      },
      remove: (estate) => estate.removeServiceAccount(PROD, EMAIL),
      comes: [`opened ${ACCOUNT}`, `opened ${ACCOUNT} keys.KEY`],
      goes: [`opened ${ACCOUNT}`],
    },
  ],
];

describe('what goes is told with its name, and not piece by piece', () => {
  test.each(THINGS)('%s', async (_, subject, { add, remove, goes }) => {
    add(world.google.estate);
    await world.pass();
    remove(world.google.estate);
    expect(tellings(await world.pass()).filter(isAbout(subject))).toEqual(goes);
    expect((await world.pass()).transitions).toEqual([]);
  });
});

describe('what comes is told fact by fact', () => {
  test.each(THINGS)('%s', async (_, subject, { add, comes }) => {
    await world.pass();
    add(world.google.estate);
    const told = comes.map((line) => line.replace('KEY', key));
    expect(tellings(await world.pass()).filter(isAbout(subject))).toEqual(told);
  });
});

test('a secret deleted and made again between two passes has another payload behind its number', async () => {
  const { estate } = world.google;
  const again = () => {
    estate.addSecret(PROD, 'STRAY');
    estate.setSecretPolicy(PROD, 'STRAY', GUEST);
  };
  again();
  await world.pass();
  estate.removeSecret(PROD, 'STRAY');
  again();
  const passed = await world.pass();
  expect(tellings(passed)).toEqual([`opened ${SECRET} versions.1`]);
  expect(passed.told[0]?.message.items[0]?.finding.message).toMatch(
    /^secretmanager\.secrets\/STRAY: secret version 1 is another one: createTime 2026\S+, state ENABLED → createTime 2026\S+, state ENABLED\.$/,
  );
  expect((await world.pass()).transitions).toEqual([]);
});

test('what goes while its owner stays is told', async () => {
  world.google.estate.addSecret(PROD, 'STRAY', { versions: 2 });
  world.google.estate.setSecretPolicy(PROD, 'STRAY', GUEST);
  await world.pass();
  world.google.estate.setSecretPolicy(PROD, 'STRAY', {});
  world.google.estate.destroySecretVersion(PROD, 'STRAY', '1');
  expect(tellings(await world.pass())).toEqual([`opened ${SECRET} ${GRANT}`, `opened ${SECRET} versions.1`]);
});

test('what goes while nobody can see whether its owner is there is told', async () => {
  const [, , stray] = THINGS[0] as (typeof THINGS)[number];
  stray.add(world.google.estate);
  await world.pass();
  world.google.estate.setServicePolicy(PROD, REGION, 'stray', {});
  world.google.estate.project(PROD).permissions.delete('run.services.list');
  expect(tellings(await world.pass()).filter(isAbout(SERVICE))).toEqual([]);
  world.google.estate.project(PROD).permissions.add('run.services.list');
  expect(tellings(await world.pass()).filter(isAbout(SERVICE))).toEqual([`opened ${SERVICE} ${GRANT}`]);
});

function isAbout(subject: string): (line: string) => boolean {
  return (line) => line.includes(subject);
}
