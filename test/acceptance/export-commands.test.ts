import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createExportsSource } from '../../shared/adapters/exports/source.ts';
import { createGoogleSource } from '../../shared/adapters/google/source.ts';
import { createTransport } from '../../shared/adapters/google/transport.ts';
import { captureEstate } from '../../shared/estate/capture.ts';
import { expectedScopes } from '../../shared/estate/scopes.ts';
import type { EstateSource } from '../../shared/ports.ts';
import { canonicalJson } from '../../shared/snapshot/canonical-json.ts';
import { type Reading, scopeKey } from '../../shared/snapshot/model.ts';
import type { SimulatedEstate } from '../simulator/estate.ts';
import { gcloudEnvironment } from '../simulator/gcloud-environment.ts';
import { type GoogleSimulator, startGoogleSimulator } from '../simulator/google.ts';
import type { GoogleFault } from '../simulator/google-faults.ts';
import { plumbline } from './command.ts';

const present = spawnSync('gcloud', ['--version'], { stdio: 'ignore' }).status === 0;
if (!present) {
  process.stderr.write(
    'SKIPPED: gcloud is not on PATH, so the script of export-commands was run by nobody.\n',
  );
}

const REGION = 'us-central1';
const ENVIRONMENTS = ['dev', 'stage', 'prod'];
const PROD = { environment: 'prod', project: 'shop-prod', regions: [REGION] };
const CONTRACT = `apiVersion: plumbline/v1
estate: shop
environments:
  dev: { project: shop-dev, regions: [${REGION}] }
  stage: { project: shop-stage, regions: [${REGION}] }
  prod: { project: shop-prod, regions: [${REGION}] }
compare: [[dev, prod]]
services:
  api: { names: { dev: api, prod: api }, serviceAccount: cr-api }
  web: { names: { dev: web, prod: web }, serviceAccount: cr-web }
waivers:
  - { check: service-coverage, environments: [stage], reason: not launched, owner: platform, expires: 2099-12-31 }
`;

/** What fails, in dev and stage; prod answers. */
const FAULTS: GoogleFault[] = [
  { match: { path: /\/v1\/projects\/shop-dev\/secrets$/ }, kind: 'denied' },
  { match: { host: 'apikeys.googleapis.com', path: 'shop-dev' }, kind: 'service-disabled' },
  {
    match: { path: '/v1/projects/shop-dev/locations/-/services' },
    kind: 'unreachable-region',
    region: REGION,
  },
  { match: { path: /\/projects\/shop-dev:getIamPolicy$/ }, kind: 'internal' },
  { match: { path: /shop-stage\/secrets\/TOKEN\/versions$/ }, kind: 'throttled' },
];

interface Outcome {
  code: number | null;
  stderr: string;
}
interface Report {
  coverage: { environment: string; resource: string; status: string; detail: string | null }[];
  checks: { results: { environments: string[]; status: string; message: string }[] }[];
}

let google: GoogleSimulator;
let folder: string;
const scripts: Record<string, Outcome> = {};

function fill(estate: SimulatedEstate): void {
  for (const project of ['shop-dev', 'shop-stage', 'shop-prod']) estate.addProject(project);
  for (const name of ['TOKEN', 'OTHER']) {
    for (const project of ['shop-dev', 'shop-stage', 'shop-prod']) {
      estate.addSecret(project, name, { versions: project === 'shop-prod' ? 2 : 1 });
    }
  }
  for (const project of ['shop-dev', 'shop-prod']) {
    for (const name of ['api', 'web']) {
      // In dev an account that nobody lists: each would cost the script a command.
      const serviceAccount =
        project === 'shop-dev'
          ? `cr-${name}@shop-dev.iam.gserviceaccount.com`
          : estate.addServiceAccount(project, `cr-${name}`);
      const env = [{ name: 'LOG_LEVEL', value: 'info' }];
      estate.addService(project, REGION, { name, template: { serviceAccount, containers: [{ env }] } });
    }
    estate.addApiKey(project, { displayName: 'Browser key' });
  }
  fillProd(estate);
}

/** One of everything an export may hold. */
function fillProd(estate: SimulatedEstate): void {
  const at = [PROD.project, REGION] as const;
  const email = 'cr-api@shop-prod.iam.gserviceaccount.com';
  const condition = { title: 'soon over', expression: 'request.time < timestamp("2030-01-01T00:00:00Z")' };
  estate.project(PROD.project).permissions.add('run.domainmappings.list');
  estate.grantProjectRole(PROD.project, 'roles/run.viewer', `serviceAccount:${email}`, condition);
  estate.addKey(PROD.project, email);
  estate.setServicePolicy(...at, 'web', { bindings: [{ role: 'roles/run.invoker', members: ['allUsers'] }] });
  const revision =
    String(estate.service(...at, 'api').latestCreatedRevision)
      .split('/')
      .at(-1) ?? '';
  estate.redeploy(...at, 'api');
  estate.updateService(...at, 'api', (service) => {
    service.traffic = [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision, percent: 100 }];
  });
  const containers = [{ image: 'example.com/task', env: [{ name: 'LIMIT', value: '7' }] }];
  const task = { containers, maxRetries: 3, timeout: '600s', serviceAccount: email };
  const ready = { terminalCondition: { type: 'Ready', state: 'CONDITION_SUCCEEDED' } };
  estate.addJob(...at, { name: 'nightly', ...ready, template: { taskCount: 2, template: task } });
  estate.addWorkerPool(...at, { name: 'queue', ...ready, template: { containers, serviceAccount: email } });
  estate.addSecret(PROD.project, 'TOKEN', { location: REGION });
  estate.addDomainMapping(...at, { domain: 'api.example.com', service: 'api' });
}

/** Runs what `export-commands` prints for one environment, into the folder all share. */
async function runScript(environment: string): Promise<Outcome> {
  const printed = await plumbline(['export-commands', '--contract', contract(), '--env', environment]);
  expect(printed).toMatchObject({ code: 0, stderr: '' });
  const file = join(folder, `${environment}.sh`);
  writeFileSync(file, printed.stdout);
  const config = join(folder, `gcloud-${environment}`);
  const env = { ...process.env, ...gcloudEnvironment(google.port, config) };
  const child = spawn('sh', [file, exports()], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr: said.join('') })));
}

const contract = () => join(folder, 'contract.yaml');
const exports = () => join(folder, 'exports');

async function check(environment: string): Promise<{ code: number | null; report: Report }> {
  const words = ['check', '--contract', contract(), '--from', exports(), '--env', environment];
  const { code, stdout, stderr } = await plumbline([...words, '--format', 'json'], {
    PLUMBLINE_FINGERPRINT_KEY: Buffer.alloc(32, 5).toString('base64'),
  });
  if (stdout === '') throw new Error(stderr);
  return { code, report: JSON.parse(stdout) as Report };
}

async function readingsOf(source: EstateSource): Promise<Map<string, Reading>> {
  const { readings } = await captureEstate({
    estate: 'shop',
    targets: [PROD],
    source,
    reduce: (_environment, value) => ({ kind: 'literal', fingerprint: `#${value.length}`, mentions: [] }),
    now: new Date(0),
    signal: new AbortController().signal,
  });
  return new Map(readings.map((reading) => [scopeKey(reading), reading]));
}

const text = (reading: Reading | undefined) => canonicalJson(JSON.parse(JSON.stringify(reading ?? null)));

/** gcloud takes about a second a command, and retries a 500 for half a minute. */
const PATIENCE = 400_000;

(present ? describe : describe.skip)('the script of export-commands, run with gcloud', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-export-'));
    writeFileSync(contract(), CONTRACT);
    google = await startGoogleSimulator();
    fill(google.estate);
    for (const fault of FAULTS) google.faults.add(fault);
    const ran = await Promise.all(ENVIRONMENTS.map(runScript));
    for (const [index, environment] of ENVIRONMENTS.entries()) {
      const outcome = ran[index];
      if (outcome !== undefined) scripts[environment] = outcome;
    }
  }, PATIENCE);
  afterAll(async () => {
    await google.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a healthy project is exported whole: every scope is read', async () => {
    expect(scripts.prod).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('everything was exported'),
    });
    const { report } = await check('prod');
    expect(report.coverage.filter(({ status }) => status !== 'OK')).toEqual([]);
    expect(new Set(report.coverage.map(({ resource }) => resource)).size).toBe(13);
  });

  test('and gives, to the byte, what the live capture of the same estate gives', async () => {
    google.faults.clear();
    const transport = createTransport({ auth: null, concurrency: 8, endpoint: google.url });
    const [offline, live] = await Promise.all([
      readingsOf(createExportsSource(exports())),
      readingsOf(createGoogleSource(transport)),
    ]);
    expect(expectedScopes(PROD).filter((scope) => !offline.has(scopeKey(scope)))).toEqual([]);
    const inNoFile = [...live.keys()].filter((key) => !offline.has(key));
    // Who may run jobs and change pools is asked of the API alone.
    expect(inNoFile.map((key) => key.split('|').at(-1))).toEqual([
      'run.jobs.iamPolicy',
      'run.workerPools.iamPolicy',
    ]);
    for (const [key, reading] of offline) {
      expect({ key, text: text(reading) }).toEqual({ key, text: text(live.get(key)) });
      expect(Object.keys(reading.gaps)).toEqual([]);
    }
    expect(Object.keys(offline.get(`prod|shop-prod|${REGION}|run.revisions`)?.documents ?? {})).toEqual([
      `run.services/${REGION}/api`,
    ]);
  });

  test.each([
    ['dev', 'secretmanager.secrets', 'DENIED', 'secrets.json.error'],
    ['dev', 'apikeys.keys', 'API_DISABLED', 'api-keys.json.error'],
    ['dev', 'run.services', 'UNREACHABLE', 'run-services.json.error'],
    ['dev', 'resourcemanager.projects.iamPolicy', 'ERROR', 'project-iam.json.error'],
    ['stage', 'secretmanager.versions', 'THROTTLED', 'secret-versions/TOKEN.json.error'],
  ])('%s: what fails of %s is %s, named after its file', async (environment, resource, status, file) => {
    const { report } = await check(environment);
    const [entry] = report.coverage.filter((one) => one.resource === resource);
    expect(entry).toMatchObject({ status, detail: expect.stringContaining(`shop-${environment}/${file}`) });
    const folderOf = join(exports(), `shop-${environment}`);
    expect(existsSync(join(folderOf, file))).toBe(true);
    expect(existsSync(join(folderOf, file.replace('.error', '')))).toBe(false);
  });

  test.each([
    ['dev', 4],
    ['stage', 1],
  ])('the script says that %s is incomplete and exits 1', (environment, failed) => {
    const { code, stderr } = scripts[environment] ?? {};
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`failed commands: ${failed}`),
    });
  });

  test('no estate is empty for it: what was not read fails nothing and passes nothing', async () => {
    const { code, report } = await check('dev');
    const results = report.checks.flatMap((one) => one.results);
    expect(results.filter(({ status }) => status === 'FAIL')).toEqual([]);
    expect(results.filter(({ message }) => /has no service/.test(message))).toEqual([]);
    expect(code).toBe(3);
  });

  test('where nobody may list domain mappings, they are not visible, and that is no gap', async () => {
    expect(scripts.stage?.stderr).toContain('not visible');
    const { report } = await check('stage');
    const [entry] = report.coverage.filter(({ resource }) => resource === 'run.domainMappings');
    expect(entry).toMatchObject({ status: 'NOT_CAPTURED', detail: expect.stringMatching(/^not visible: /) });
  });

  test('nothing is left behind, and nothing was a write or a payload', () => {
    const files = readdirSync(exports(), { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => /\.(part|words|list)$/.test(name))).toEqual([]);
    expect(google.requests.filter(({ kind }) => kind === 'write' || kind === 'payload')).toEqual([]);
  });
});
