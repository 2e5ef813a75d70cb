import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeExports } from '../simulator/exports.ts';
import { breakGlass } from '../simulator/jualuma.ts';
import { folderForEach, plumbline } from './command.ts';
import { openWorld, type World } from './world.ts';

const INIT = [
  'contract',
  'init',
  '--env',
  'dev=jualuma-dev,stage=jualuma-stage,prod=jualuma-prod',
  '--region',
  'us-central1',
];

interface Checked {
  checks: { id: string; status: string; results: { status: string; message: string }[] }[];
}

describe('contract init', () => {
  const folder = folderForEach();
  let world: World;
  let variables: Record<string, string>;
  beforeEach(async () => {
    world = await openWorld('sqlite::memory:');
    // Neither a contract nor a store, nor a key: a draft needs none.
    variables = { PLUMBLINE_GCP_ENDPOINT: world.google.url };
  });
  afterEach(() => world.close());

  /** Drafts into a file and checks the same estate with it. */
  async function draftAndCheck(from: string[]) {
    const file = join(folder(), 'draft.yaml');
    const init = await plumbline([...INIT, ...from, '--output', file], variables);
    expect(init).toMatchObject({ code: 0, stderr: '' });
    const key = { PLUMBLINE_FINGERPRINT_KEY: Buffer.alloc(32, 5).toString('base64') };
    const words = ['check', '--contract', file, ...from, '--format', 'json'];
    const check = await plumbline(words, { ...variables, ...key });
    const { checks } = JSON.parse(check.stdout) as Checked;
    const failing = checks.filter(({ status }) => status === 'FAIL').map(({ id }) => id);
    return { text: readFileSync(file, 'utf8'), said: init.stdout, failing, checks };
  }

  it('drafts the live estate, and check with the draft finds nothing that fails', async () => {
    const { text, said, failing } = await draftAndCheck([]);
    expect(failing).toEqual([]);
    expect(said).toMatch(/draft\.yaml: drafted; \d+ places to review \(REVIEW_REQUIRED\)\n$/);
    expect(text).toContain(
      'names: { dev: jualuma-user-app, stage: jualuma-user-app-stage, prod: frontend-app }',
    );
    expect(text).toContain(
      'names: { dev: jualuma-support, stage: jualuma-support-stage, prod: support-portal }',
    );
  });

  it('drafts the same from what gcloud printed', async () => {
    const from = join(folder(), 'exports');
    await writeExports(world.google.estate, from, { describe: true, lists: true });
    const live = await draftAndCheck([]);
    const file = join(folder(), 'offline.yaml');
    const init = await plumbline([...INIT, '--from', from, '--output', file], {});
    expect(init.code).toBe(0);
    const declared = (text: string) => text.split('\n').filter((line) => !line.startsWith('# Not read'));
    expect(declared(readFileSync(file, 'utf8'))).toEqual(declared(live.text));
  });

  it('drafts an estate with a default account and open doors; what nobody can declare is undecided', async () => {
    breakGlass(world.google.estate);
    const { text, failing, checks } = await draftAndCheck([]);
    expect(failing).toEqual([]);
    expect(text).toMatch(/# REVIEW_REQUIRED: prod jualuma-backend runs as the default compute account/);
    const account = checks.find(({ id }) => id === 'service-account');
    expect(account?.status).toBe('REVIEW_REQUIRED');
    expect(account?.results.map(({ message }) => message).join('\n')).toContain(
      'Nobody has decided on it yet',
    );
  });

  it('names what it could not read', async () => {
    world.google.estate.project('jualuma-prod').permissions.delete('run.services.getIamPolicy');
    const { code, stdout } = await plumbline(INIT, variables);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# Not read: prod run\.services\.iamPolicy in us-central1: DENIED/m);
  });

  it('writes over nothing, and says so before it looks', async () => {
    const file = join(folder(), 'draft.yaml');
    await plumbline([...INIT, '--output', file], variables);
    const before = readFileSync(file, 'utf8');
    const again = await plumbline([...INIT, '--output', file], {
      PLUMBLINE_GCP_ENDPOINT: 'http://127.0.0.1:9',
    });
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(again.stderr).toMatch(/draft\.yaml: is there already and is not written over/);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('leaves no file, key or store behind', async () => {
    const store = { PLUMBLINE_STORE: `sqlite:${join(folder(), 'state', 'state.db')}` };
    const { code, stdout } = await plumbline(INIT, { ...variables, ...store });
    expect({ code, begins: stdout.slice(0, 2) }).toEqual({ code: 0, begins: '# ' });
    expect(readdirSync(folder())).toEqual([]);
  });

  it.each([
    ['an environment without project', ['--env', 'dev'], /dev: say environment=project/],
    ['an environment twice', ['--env', 'dev=acme-dev,dev=acme-two'], /dev is given twice/],
    ['a project that cannot be', ['--env', 'dev=X'], /must be a project id such as acme-prod/],
    ['a region that cannot be', ['--env', 'dev=acme-dev', '--region', 'mars'], /must be a region such as/],
    ['no region', ['--env', 'dev=acme-dev'], /--region/],
    ['no environment', ['--region', 'us-central1'], /--env/],
  ])('refuses %s in one line', async (_, words, says) => {
    const { code, stderr, stdout } = await plumbline(['contract', 'init', ...words], {});
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
