import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { gcloudEnvironment } from '../simulator/gcloud-environment.ts';
import { type GoogleSimulator, startGoogleSimulator } from '../simulator/google.ts';
import { buildRichEstate, FAR, PROD } from './estate.ts';
import { canonicalOf, captureOurs, type Documents, documentsOf } from './readings.ts';

const run = promisify(execFile);
const present = spawnSync('gcloud', ['--version'], { stdio: 'ignore' }).status === 0;
if (!present) process.stderr.write('SKIPPED: gcloud is not on PATH, so v1 was not compared with it.\n');

interface Knative {
  metadata: { name: string; labels: Record<string, string> };
}

let google: GoogleSimulator;
let config: string;
let ours: Documents;

beforeAll(async () => {
  config = mkdtempSync(join(tmpdir(), 'gcloud-oracle-'));
  google = await startGoogleSimulator();
  buildRichEstate(google.estate);
  ours = documentsOf(await captureOurs(google), ['run.services']);
});
afterAll(async () => {
  await google.close();
  rmSync(config, { recursive: true, force: true });
});

async function gcloud(...words: string[]): Promise<string> {
  const env = { ...process.env, ...gcloudEnvironment(google.port, config) };
  const { stdout } = await run('gcloud', ['run', 'services', ...words, `--project=${PROD}`], { env });
  return stdout;
}

/** What gcloud printed from v1, in canonical form. */
function canonical(services: Knative[]): Documents {
  return canonicalOf(
    services.map((body) => ({
      project: PROD,
      resource: 'run.services',
      region: body.metadata.labels['cloud.googleapis.com/location'] ?? null,
      name: body.metadata.name,
      body,
    })),
  );
}

const SERVICES = [
  'us-central1/frontend-app',
  'us-central1/jualuma-backend',
  'us-central1/marketing-site',
  'us-central1/support-portal',
  `${FAR}/rich`,
  `${FAR}/rich-function`,
  `${FAR}/rich-regions`,
  `${FAR}/failed`,
  `${FAR}/reconciling`,
];

const idOf = (service: string) => `run.services ${PROD} run.services/${service}`;

(present ? describe : describe.skip)('what gcloud reads from v1 is what we read from v2', () => {
  let listed: Documents;
  beforeAll(async () => {
    listed = canonical(JSON.parse(await gcloud('list', '--format=json')) as Knative[]);
  });

  test('every service of the project, in every region', () => {
    expect(Object.keys(listed)).toEqual(SERVICES.map(idOf).sort());
    expect(Object.keys(ours).filter((id) => id.includes(` ${PROD} `))).toEqual(Object.keys(listed));
  });

  test.each(SERVICES)('%s', (service) => {
    expect(listed[idOf(service)]).toEqual(ours[idOf(service)]);
  });

  test.each(['rich', 'rich-function'])('%s, described as YAML', async (name) => {
    const yaml = await gcloud('describe', name, `--region=${FAR}`, '--format=yaml');
    const id = idOf(`${FAR}/${name}`);
    expect(canonical([parse(yaml) as Knative])).toEqual({ [id]: ours[id] });
  });
});
