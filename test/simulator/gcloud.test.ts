import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeExports } from './exports.ts';
import { gcloudEnvironment } from './gcloud-environment.ts';
import { type GoogleSimulator, startGoogleSimulator } from './google.ts';
import { buildJualumaEstate } from './jualuma.ts';
import { toKnative } from './knative.ts';

const run = promisify(execFile);
const present = spawnSync('gcloud', ['--version'], { stdio: 'ignore' }).status === 0;
if (!present) process.stderr.write('SKIPPED: gcloud is not on PATH, so nothing here was read with it.\n');

const PROD = 'jualuma-prod';
const BACKEND = 'cr-backend@jualuma-prod.iam.gserviceaccount.com';
const AT = ['--region=us-central1', `--project=${PROD}`];
let google: GoogleSimulator;
let config: string;

beforeAll(async () => {
  config = mkdtempSync(join(tmpdir(), 'gcloud-simulator-'));
  google = await startGoogleSimulator();
  buildJualumaEstate(google.estate);
});
afterAll(async () => {
  await google.close();
  rmSync(config, { recursive: true, force: true });
});

/** Lists are sets: gcloud sorts some of them. */
function byName(document: unknown): unknown {
  const key = (value: unknown) =>
    JSON.stringify((value as { name?: string; metadata?: object }).name ?? value);
  return Array.isArray(document) ? document.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)) : document;
}

async function gcloud(...args: string[]) {
  const env = { ...process.env, ...gcloudEnvironment(google.port, config) };
  const { stdout, stderr } = await run('gcloud', [...args, '--format=json'], { env });
  return { json: JSON.parse(stdout), stderr };
}

(present ? describe : describe.skip)('gcloud reads the simulator', () => {
  const names = (documents: { metadata: { name: string } }[]) =>
    documents.map(({ metadata }) => metadata.name).sort();
  const SERVICES = ['frontend-app', 'jualuma-backend', 'marketing-site', 'support-portal'];

  test('services, everywhere and in one region', async () => {
    const [everywhere, here] = await Promise.all([
      gcloud('run', 'services', 'list', `--project=${PROD}`),
      gcloud('run', 'services', 'list', ...AT),
    ]);
    expect(names(everywhere.json)).toEqual(SERVICES);
    expect(names(here.json)).toEqual(SERVICES);
  });

  test('one service: what gcloud prints is the document, to the field', async () => {
    const { json } = await gcloud('run', 'services', 'describe', 'jualuma-backend', ...AT);
    const held = google.estate.service(PROD, 'us-central1', 'jualuma-backend');
    expect(json).toEqual(toKnative(held, google.estate.project(PROD)));
  });

  test('revisions, jobs and a service policy', async () => {
    const [revisions, jobs, policy] = await Promise.all([
      gcloud('run', 'revisions', 'list', '--service=jualuma-backend', ...AT),
      gcloud('run', 'jobs', 'list', `--project=${PROD}`),
      gcloud('run', 'services', 'get-iam-policy', 'jualuma-backend', ...AT),
    ]);
    expect(revisions.json).toHaveLength(1);
    expect(jobs.json).toEqual([]);
    expect(policy.json).toEqual({ etag: 'ACAB' });
  });

  test('the project policy with its conditions', async () => {
    const condition = { title: 'soon over', expression: 'request.time < timestamp("2030-01-01T00:00:00Z")' };
    google.estate.grantProjectRole(PROD, 'roles/run.viewer', 'user:guest@example.com', condition);
    const { json } = await gcloud('projects', 'get-iam-policy', PROD);
    expect(json.bindings).toContainEqual({
      role: 'roles/run.viewer',
      members: ['user:guest@example.com'],
      condition,
    });
  });

  const files: [file: string, ...command: string[]][] = [
    ['run-services.json', 'run', 'services', 'list'],
    ['project-iam.json', 'projects', 'get-iam-policy', PROD],
    ['service-accounts.json', 'iam', 'service-accounts', 'list'],
    [
      `service-account-keys/${BACKEND}.json`,
      'iam',
      'service-accounts',
      'keys',
      'list',
      `--iam-account=${BACKEND}`,
    ],
    ['secrets.json', 'secrets', 'list'],
    ['secret-versions/STRIPE_SECRET_KEY.json', 'secrets', 'versions', 'list', 'STRIPE_SECRET_KEY'],
    ['secret-iam/PLAID_SECRET.json', 'secrets', 'get-iam-policy', 'PLAID_SECRET'],
    ['api-keys.json', 'services', 'api-keys', 'list'],
  ];
  test.each(files)('%s of the exports is what gcloud prints', async (file, ...command) => {
    const exported = join(config, 'exports');
    await writeExports(google.estate, exported);
    const { json } = await gcloud(...command, `--project=${PROD}`);
    expect(byName(json)).toEqual(byName(JSON.parse(readFileSync(join(exported, PROD, file), 'utf8'))));
  });

  test('a region that does not answer is a warning and an exit code of 0', async () => {
    const fault = google.faults.add({
      match: { path: '/locations/-/services' },
      kind: 'unreachable-region',
      region: 'us-central1',
    });
    const { json, stderr } = await gcloud('run', 'services', 'list', `--project=${PROD}`);
    fault.remove();
    expect(json).toEqual([]);
    expect(stderr).toContain('us-central1');
  });

  test('nothing of it was a write or a payload', () => {
    expect(google.requests.filter(({ kind }) => kind !== 'read')).toEqual([]);
  });
});
