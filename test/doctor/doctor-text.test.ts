import { join } from 'node:path';
import { stripVTControlCharacters, styleText } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { diagnose } from '../../shared/doctor/diagnosis.ts';
import { examineViewer } from '../../shared/doctor/examine.ts';
import { remediesFor } from '../../shared/doctor/remedies.ts';
import { doctorText } from '../../shared/report/doctor-text.ts';
import type { Paint } from '../../shared/report/paint.ts';
import { unpainted } from '../../shared/report/paint.ts';
import { expectGolden } from '../alerts/golden.ts';
import { ENDLESS, ENVIRONMENTS, fakeProbe, NEEDED, type World, without, world } from './fake-probe.ts';

const ACCESS = 'secretmanager.versions.access';
const GOLDENS = join('..', 'doctor');
const FORCED = { validateStream: false };

async function textOf(changes: Partial<World>, options: { identity?: null; paint?: Paint } = {}) {
  const probe = 'identity' in options ? fakeProbe(world(changes), null) : fakeProbe(world(changes));
  const viewer = await examineViewer(probe, ENVIRONMENTS, ENDLESS);
  const diagnosis = diagnose(viewer);
  const remedies = remediesFor(diagnosis, viewer.identity);
  const look = { width: 100, paint: options.paint ?? unpainted };
  return doctorText({ estate: 'shop', viewer, diagnosis, remedies }, look);
}

function inProd(permissions: string[]): Pick<World, 'projects'> {
  return { projects: { 'shop-dev': NEEDED, 'shop-prod': permissions } };
}

describe('what the doctor prints', () => {
  test.each<[string, Partial<World>]>([
    ['proven', {}],
    [
      'excess',
      {
        ...inProd([...without('apikeys.keys.list'), ACCESS, 'run.services.update']),
        alone: { 'shop-dev/PLAID': [ACCESS] },
      },
    ],
    ['unproven', inProd([])],
    [
      'lacking',
      {
        ...inProd(without('run.services.list', 'secretmanager.secrets.list')),
        unasked: {
          'shop-dev/web': { status: 'DENIED', detail: 'shop-dev is closed to the identity that reads' },
        },
        unlisted: {
          'shop-dev/apiKey': {
            status: 'API_DISABLED',
            detail:
              'apikeys.googleapis.com is not enabled: gcloud services enable apikeys.googleapis.com --project shop-dev',
          },
        },
      },
    ],
  ])('%s', async (name, changes) => {
    expectGolden(join(GOLDENS, `doctor-${name}.golden.txt`), await textOf(changes));
  });

  test('the verdict stands in the first line, the table below it', async () => {
    const [verdict, blank, table] = (await textOf({})).split('\n');
    expect(verdict).toMatch(/^shop: /);
    expect(blank).toBe('');
    expect(table).toMatch(/^┌/);
  });

  test('no line of a table is wider than the terminal', async () => {
    const lines = (await textOf({ alone: { 'shop-prod/PLAID': [ACCESS] } })).split('\n');
    expect(lines.filter((line) => line.startsWith('│') && line.length > 100)).toEqual([]);
  });

  test('an identity that is not known by name is still told what to do', async () => {
    const text = await textOf(inProd([...NEEDED, ACCESS]), { identity: null });
    expect(text).toContain('the identity Plumbline runs as is NOT read-only in prod');
    expect(text).toContain('--principal-email=EMAIL');
  });

  test('what is painted is the same text', async () => {
    const permissions = inProd([...NEEDED, ACCESS]);
    const paint: Paint = (style, text) => styleText(style === 'bad' ? 'red' : 'green', text, FORCED);
    const painted = await textOf(permissions, { paint });
    expect(stripVTControlCharacters(painted)).toBe(await textOf(permissions));
    expect(painted).toContain(styleText('red', 'HAS IT', FORCED));
  });
});
