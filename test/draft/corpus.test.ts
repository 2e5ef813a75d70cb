import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createExportsSource } from '../../shared/adapters/exports/source.ts';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { loadContract } from '../../shared/contract/load.ts';
import { draftContract } from '../../shared/draft/draft.ts';
import { captureEstate } from '../../shared/estate/capture.ts';
import { createFingerprint, createValueReducer } from '../../shared/estate/value-reducer.ts';
import { folderForEach } from '../acceptance/command.ts';
import { NOW } from '../fakes/check-tester.ts';

const SERVICES = join(import.meta.dirname, '../corpus/public/services');
const KEY = new Uint8Array(32).fill(9);

interface Placed {
  file: string;
  project: string;
  at: string;
  resource: string;
  region: string;
}

/** Every published service, and where its export would lie. */
const PUBLISHED = readdirSync(SERVICES)
  .filter((name) => name.endsWith('.expect.json'))
  .map((name): Placed => {
    const expected = JSON.parse(readFileSync(join(SERVICES, name), 'utf8'));
    return { ...expected, file: name.replace(/\.expect\.json$/, '') };
  })
  .filter(({ resource, at }) => resource === 'run.services' && at.startsWith('run-services/'));
const FUNCTIONS = PUBLISHED.filter(({ file }) => file.startsWith('usersrole'));
const folder = folderForEach();

async function draft(placed: Placed[]) {
  const dir = folder();
  for (const { file, project, at } of placed) {
    mkdirSync(dirname(join(dir, project, at)), { recursive: true });
    cpSync(join(SERVICES, file), join(dir, project, at));
  }
  const projects = [...new Set(placed.map(({ project }) => project))];
  const targets = projects.map((project, index) => ({ name: `env${index + 1}`, project }));
  const regions = [...new Set(placed.map(({ region }) => region))];
  const fingerprintOf = createFingerprint(KEY);
  const snapshot = await captureEstate({
    estate: 'draft',
    targets: targets.map(({ name, project }) => ({ environment: name, project, regions })),
    source: createExportsSource(dir),
    reduce: createValueReducer({ key: KEY, environments: [] }),
    now: NOW,
    signal: AbortSignal.timeout(20_000),
  });
  const text = draftContract({ snapshot, targets, regions, now: NOW, fingerprintOf });
  const evaluation = evaluateContract({
    contract: loadContract(text, 'd.yaml'),
    snapshot,
    now: NOW,
    fingerprintOf,
  });
  const failing = evaluation.checks.flatMap(({ results }) =>
    results.filter(({ status }) => status === 'FAIL'),
  );
  return { text, failing };
}

test('there are published services to draft from', () => {
  expect(PUBLISHED.length - FUNCTIONS.length).toBeGreaterThanOrEqual(3);
  expect(FUNCTIONS).toHaveLength(4);
});

test.each(PUBLISHED.filter((one) => !FUNCTIONS.includes(one)))('$file: the draft holds', async (placed) => {
  const { text, failing } = await draft([placed]);
  expect(failing).toEqual([]);
  expect(text).toContain('# Not read: env1 ');
});

test('all of them in one estate', async () => {
  const { failing } = await draft(PUBLISHED);
  expect(failing).toEqual([]);
});

test('functions alone are no estate to draft, and are told', async () => {
  await expect(draft(FUNCTIONS)).rejects.toThrow(
    'no Cloud Run service was found in users-role-nx, usersrole but functions of the second generation (api, beforecreated)',
  );
});
