import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { SimulatedEstate } from '../simulator/estate.ts';
import { breakGlass } from '../simulator/jualuma.ts';
import { plumbline, withFolder } from './command.ts';
import { openWorld, sqliteIn } from './world.ts';

const PROD = 'jualuma-prod';
const REGION = 'us-central1';

interface GateCase {
  name: string;
  kind: 'pre' | 'post';
  /** Whether a pass ran before the release. */
  remembered: boolean;
  release: (estate: SimulatedEstate) => void;
  code: number;
  says: RegExp;
}

const CASES: GateCase[] = [
  {
    name: 'before a release of an estate as the contract wants it: open',
    kind: 'pre',
    remembered: false,
    release: () => undefined,
    code: 0,
    says: /gate open before the release of prod/,
  },
  {
    name: 'before a release whose secret version is disabled: closed, with what mends it',
    kind: 'pre',
    remembered: false,
    release: (estate) => estate.disableSecretVersion(PROD, 'DATABASE_URL', '1'),
    code: 2,
    says: /deployable: prod jualuma-backend.*DATABASE_URL[\s\S]*gate closed before the release of prod/,
  },
  {
    name: 'after a release of a new image: open, the release is named',
    kind: 'post',
    remembered: true,
    release: (estate) => void estate.redeploy(PROD, REGION, 'frontend-app'),
    code: 0,
    says: /changed as released[\s\S]*user-app[\s\S]*gate open after the release of prod/,
  },
  {
    name: 'after a release that opened the ingress too: closed',
    kind: 'post',
    remembered: true,
    release: (estate) => {
      estate.redeploy(PROD, REGION, 'frontend-app');
      breakGlass(estate);
    },
    code: 2,
    says: /neither released nor in the contract[\s\S]*user-app: ingress opened[\s\S]*gate closed after/,
  },
  {
    name: 'after a release that nothing was remembered before: not known',
    kind: 'post',
    remembered: false,
    release: (estate) => void estate.redeploy(PROD, REGION, 'frontend-app'),
    code: 3,
    says: /no earlier pass is stored to compare with/,
  },
];

describe('a gate around a release', () => {
  it.each(CASES)('$name', ({ kind, remembered, release, code, says }) =>
    withFolder(async (folder) => {
      const world = await openWorld(sqliteIn(folder));
      try {
        if (remembered) await plumbline(['run'], world.variables);
        release(world.google.estate);
        const words = ['check', '--gate', kind, '--env', 'prod'];
        const told = await plumbline(words, world.variables);
        expect({ code: told.code, stderr: told.stderr }).toEqual({ code, stderr: '' });
        expect(told.stdout).toMatch(says);
        const json = await plumbline([...words, '--format', 'json'], world.variables);
        const { gate } = JSON.parse(json.stdout) as { gate: { kind: string; verdict: string } };
        expect(gate).toMatchObject({ kind, verdict: { 0: 'open', 2: 'closed', 3: 'not known' }[code] });
      } finally {
        await world.close();
      }
    }),
  );

  it('before a release opens no store', () =>
    withFolder(async (folder) => {
      const world = await openWorld(sqliteIn(folder));
      try {
        await plumbline(['check', '--gate', 'pre', '--env', 'prod'], world.variables);
        expect(readdirSync(folder)).toEqual([]);
      } finally {
        await world.close();
      }
    }));

  it('refuses what it does not print', async () => {
    const told = await plumbline(['check', '--gate', 'pre', '--format', 'sarif']);
    expect(told).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/text or json/) });
  });
});
