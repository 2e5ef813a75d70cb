import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { folderForEach, plumbline } from '../acceptance/command.ts';
import { type LocalServer, type Reply, startLocalServer } from '../adapters/google/local-server.ts';
import { type GoogleSimulator, startGoogleSimulator } from '../simulator/google.ts';
import { buildJualumaEstate } from '../simulator/jualuma.ts';

const folder = folderForEach();
let google: GoogleSimulator;
let github: LocalServer | null = null;
beforeEach(async () => {
  google = await startGoogleSimulator({ now: () => new Date() });
  buildJualumaEstate(google.estate);
});
afterEach(async () => {
  await google.close();
  await github?.close();
  github = null;
});

/** The doctor on the contract of the repository, its workflows kept elsewhere, and GitHub answering so. */
async function doctor(repository: string, answer: (path: string) => Reply, words: string[] = []) {
  github = await startLocalServer(({ host, path }) => answer(`/${host}${path}`));
  const contract = join(folder(), 'jualuma.yaml');
  const text = readFileSync('contracts/jualuma.yaml', 'utf8');
  writeFileSync(contract, text.replace('{ local: ../app }', repository));
  return plumbline(['doctor', '--contract', contract, ...words], {
    PLUMBLINE_GCP_ENDPOINT: google.url,
    PLUMBLINE_GITHUB_ENDPOINT: github.endpoint,
    PLUMBLINE_STORE: 'sqlite::memory:',
    PLUMBLINE_FINGERPRINT_KEY: Buffer.alloc(32, 3).toString('base64'),
    GITHUB_TOKEN: 'ghp_canary',
  });
}

const GITHUB = '{ github: acme/app }';
const FILE: Reply = { text: 'on: push\njobs: {}\n', headers: { 'content-type': 'text/plain' } };
const refused = (status: number): Reply => ({ status, json: { message: 'canary' } });
/** A sentence may be broken where a terminal ends. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');

describe('the doctor and the deploy workflows', () => {
  test('0: they can be read', async () => {
    const { code, stdout } = await doctor(GITHUB, () => FILE);
    expect(code).toBe(0);
    expect(oneLine(stdout)).toContain(
      'The deployment workflows of dev, stage and prod can be read from GitHub acme/app.',
    );
  });

  test.each([
    ['a token that is refused', 401, 'GitHub does not accept GITHUB_TOKEN (401)'],
    ['a token that may not', 403, 'the token may not read the contents of acme/app (403)'],
    [
      'a file that is not shown',
      404,
      'GitHub shows no .github/workflows/deploy-prod.yml on main of acme/app',
    ],
  ])('3: %s is named, with what it needs and how to see it', async (_, status, words) => {
    const { code, stdout } = await doctor(GITHUB, () => refused(status), ['--env', 'prod']);
    const said = oneLine(stdout);
    expect(code).toBe(3);
    expect(said).toContain('The deployment workflows of prod could NOT be read from GitHub acme/app.');
    expect(said).toContain(words);
    expect(said).toContain('GITHUB_TOKEN needs Contents: read on acme/app, and nothing else.');
    expect(stdout).toContain(
      `-H "Authorization: Bearer $GITHUB_TOKEN" 'https://api.github.com/repos/acme/app/contents/.github/workflows/deploy-prod.yml?ref=main'`,
    );
    expect(stdout).not.toContain('canary');
  });

  test('one cause is one remedy, however many environments it hides', async () => {
    const { stdout } = await doctor(GITHUB, () => refused(401), ['--format', 'json']);
    const { workflows, remedies } = JSON.parse(stdout);
    expect(workflows).toMatchObject({ outcome: 'unread', repository: { kind: 'github', name: 'acme/app' } });
    expect(workflows.environments.map(({ gap }: { gap: { status: string } }) => gap.status)).toEqual([
      'DENIED',
      'DENIED',
      'DENIED',
    ]);
    expect(remedies.map(({ environment }: { environment: string }) => environment)).toEqual([
      'dev, stage, prod',
    ]);
  });

  test('one of them alone', async () => {
    const { code, stdout } = await doctor(GITHUB, (path) => (/stage/.test(path) ? refused(403) : FILE));
    expect(code).toBe(3);
    expect(oneLine(stdout)).toContain('The deployment workflows of stage could NOT be read');
  });

  test('0: a checkout that is not on this machine is no refusal, and where it is looked for is said', async () => {
    const { code, stdout } = await doctor('{ local: ../nowhere }', () => refused(500));
    expect(code).toBe(0);
    expect(oneLine(stdout)).toContain(
      'The deployment workflows of dev, stage and prod are not here to be read (the checkout at ../nowhere)',
    );
    expect(github?.received).toEqual([]);
  });
});
