import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { plumbline } from '../acceptance/command.ts';
import { type GoogleSimulator, startGoogleSimulator } from '../simulator/google.ts';
import { buildJualumaEstate } from '../simulator/jualuma.ts';

const ACCESS = 'secretmanager.versions.access';
const VIEWER = 'plumbline-viewer@jualuma-ops.iam.gserviceaccount.com';

let google: GoogleSimulator;
let variables: Record<string, string>;
beforeEach(async () => {
  google = await startGoogleSimulator({ now: () => new Date() });
  buildJualumaEstate(google.estate);
  variables = {
    PLUMBLINE_CONTRACT: 'contracts/jualuma.yaml',
    PLUMBLINE_GCP_ENDPOINT: google.url,
    PLUMBLINE_STORE: 'sqlite::memory:',
    PLUMBLINE_VIEWER: VIEWER,
    PLUMBLINE_FINGERPRINT_KEY: Buffer.alloc(32, 3).toString('base64'),
  };
});
afterEach(() => google.close());

async function doctor(...words: string[]) {
  const { code, stdout, stderr } = await plumbline(['doctor', ...words], variables);
  const [verdict = ''] = stdout.split('\n');
  return { code, verdict, stdout, stderr };
}

describe('plumbline doctor', () => {
  test('0: the viewer reads everything and was shown to do nothing else; asking changes nothing', async () => {
    const { code, verdict, stderr } = await doctor();
    expect(verdict).toMatch(
      /^jualuma: plumbline-viewer@\S+ can read everything it needs in dev, stage and prod, and can neither write nor read a payload/,
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(google.requests.filter(({ kind }) => kind !== 'read')).toEqual([]);
    const asked = google.requests.filter(({ path }) =>
      /(services|secrets|serviceAccounts)\/.*:testIam/.test(path),
    );
    expect(asked).toHaveLength(27);
  });

  test('2: one secret alone lets the viewer read its payload', async () => {
    google.estate.grantOnResource('jualuma-prod', 'projects/jualuma-prod/secrets/PLAID_SECRET', ACCESS);
    const { code, verdict, stdout } = await doctor();
    expect(code).toBe(2);
    expect(verdict).toBe(
      `jualuma: ${VIEWER} is NOT read-only in prod: it could read the payloads of secrets.`,
    );
    expect(stdout).toContain('gcloud secrets get-iam-policy PLAID_SECRET --project=jualuma-prod');
  });

  test.each([
    [
      'a job',
      'locations/us-east1/jobs/nightly',
      'run.jobs.run',
      'run jobs',
      'gcloud run jobs get-iam-policy nightly --region=us-east1 --project=jualuma-prod',
    ],
    [
      'a worker pool',
      'locations/us-east1/workerPools/queue',
      'run.workerpools.update',
      'change worker pools',
      'https://run.googleapis.com/v2/projects/jualuma-prod/locations/us-east1/workerPools/queue:getIamPolicy',
    ],
    [
      'a secret of a region',
      'locations/us-east1/secrets/ZONED',
      ACCESS,
      'read the payloads of secrets',
      'gcloud secrets get-iam-policy ZONED --location=us-east1 --project=jualuma-prod',
    ],
  ])('2: %s alone lets the viewer do more', async (_, path, permission, harm, command) => {
    const { estate } = google;
    const template = { template: { containers: [{ image: 'app:1' }] } };
    estate.addJob('jualuma-prod', 'us-east1', { name: 'nightly', template });
    estate.addWorkerPool('jualuma-prod', 'us-east1', { name: 'queue', ...template });
    estate.addSecret('jualuma-prod', 'ZONED', { location: 'us-east1' });
    expect((await doctor()).code).toBe(0);
    estate.grantOnResource('jualuma-prod', `projects/jualuma-prod/${path}`, permission);
    const { code, verdict, stdout } = await doctor();
    expect([code, verdict]).toEqual([2, `jualuma: ${VIEWER} is NOT read-only in prod: it could ${harm}.`]);
    expect(stdout).toContain(command);
  });

  test('2: a project that is not there proves nothing', async () => {
    google.estate.projects.delete('jualuma-stage');
    const { code, verdict } = await doctor();
    expect(code).toBe(2);
    expect(verdict).toContain('NOT PROVEN');
  });

  test('3: it lacks a permission, and the custom role gets it', async () => {
    google.estate.project('jualuma-prod').permissions.delete('apikeys.keys.list');
    const { code, verdict, stdout } = await doctor('--env', 'prod');
    expect(code).toBe(3);
    expect(verdict).toContain('it lacks 1 permission in prod');
    expect(stdout).toContain(
      'gcloud iam roles update plumblineViewer --project=jualuma-prod --add-permissions=apikeys.keys.list',
    );
    expect(stdout).not.toContain('jualuma-dev');
  });

  test('3: it could not be asked', async () => {
    google.faults.add({ kind: 'denied', match: { path: 'projects/jualuma-prod:testIamPermissions' } });
    const { code, stdout } = await doctor('--env', 'prod');
    expect(code).toBe(3);
    expect(stdout).toContain('jualuma-prod is closed to the identity that reads');
  });

  test('--format json prints one document and nothing else', async () => {
    google.estate.project('jualuma-prod').permissions.add('run.services.update');
    const { code, stdout } = await doctor('--format', 'json');
    const document = JSON.parse(stdout);
    expect(code).toBe(2);
    expect(document).toMatchObject({ schemaVersion: 1, estate: 'jualuma', outcome: 'excess' });
    expect(document.viewer.identity).toBe(VIEWER);
    const [prod] = document.viewer.environments.filter(
      ({ environment }: { environment: string }) => environment === 'prod',
    );
    expect(prod.permissions).toContainEqual({
      permission: 'run.services.update',
      need: 'never',
      standing: 'has',
    });
    expect(document.remedies).toHaveLength(1);
  });

  test('1: an environment the contract does not have', async () => {
    const { code, stdout, stderr } = await doctor('--env', 'qa');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('qa');
  });
});

describe('a viewer that could read payloads', () => {
  test('is a critical finding of check, which then exits 2', async () => {
    google.estate.project('jualuma-prod').permissions.add(ACCESS);
    const { code, stdout } = await plumbline(['check', '--format', 'json'], variables);
    const report = JSON.parse(stdout);
    expect(code).toBe(2);
    expect(report.findings).toMatchObject([
      {
        kind: 'violation',
        severity: 'critical',
        environment: 'prod',
        rule: 'viewer-read-only',
        path: ACCESS,
      },
    ]);
    expect(report.checks.filter(({ status }: { status: string }) => status === 'FAIL')).toEqual([]);
  });

  test('and of run, which exits 2 as well; check says so in words', async () => {
    google.estate.project('jualuma-prod').permissions.add(ACCESS);
    const [ran, checked] = await Promise.all([
      plumbline(['run'], variables),
      plumbline(['check'], variables),
    ]);
    expect([ran.code, checked.code]).toEqual([2, 2]);
    expect(ran.stdout).toContain(`resourcemanager.projects/jualuma-prod ${ACCESS}`);
    expect(checked.stdout).toContain('it could read the payloads of secrets');
    expect(checked.stdout).toContain('but the viewer could do more than look');
  });
});
