import { spawnSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { exportCommands } from '../../../shared/report/export-commands.ts';
import { EMAIL, runScript, serviceLine } from './fake-gcloud.ts';
import { folderOf, knative } from './setup.ts';

const SILENT =
  'WARNING: The following Cloud Run regions did not respond: europe-west1. List results may be incomplete.';

const WHOLE = [
  'shop-prod/api-keys.json',
  'shop-prod/audit-log.json',
  'shop-prod/domain-mappings.json',
  'shop-prod/project-iam.json',
  'shop-prod/run-iam/api.json',
  'shop-prod/run-iam/web.json',
  'shop-prod/run-jobs.json',
  'shop-prod/run-services.json',
  'shop-prod/run-worker-pools.json',
  'shop-prod/secret-iam/TOKEN.json',
  'shop-prod/secret-versions/TOKEN.json',
  'shop-prod/secrets.json',
  'shop-prod/secrets.us-central1.json',
  `shop-prod/service-account-keys/${EMAIL}.json`,
  'shop-prod/service-accounts.json',
];

describe('the export script', () => {
  test('fills a folder that is read without a gap, and leaves nothing else behind', async () => {
    const result = runScript({});
    expect(result.stderr).toContain('everything was exported');
    expect(result.status).toBe(0);
    expect(result.files).toEqual(WHOLE);
    const { outcomes } = await result.read();
    expect(outcomes.filter(({ status, gaps }) => status !== 'OK' || Object.keys(gaps).length > 0)).toEqual(
      [],
    );
  });

  test('only reads: list and get-iam-policy, without a question to the person', () => {
    const { calls } = runScript({});
    expect(calls).toHaveLength(18);
    expect(calls.filter((call) => /protoPayload[,)]|request[,)]|response/.test(call))).toEqual([]);
    for (const call of calls) {
      expect(call).toMatch(
        /^((beta )?run (services|jobs|worker-pools|domain-mappings)|projects|iam service-accounts( keys)?|secrets( versions)?|services api-keys) (list|get-iam-policy)( |$)|^logging read /,
      );
      // With --quiet, gcloud installs beta commands it lacks.
      expect(call.includes('--quiet')).toBe(!call.startsWith('beta '));
      expect(call).toContain('--verbosity=warning');
      expect(call).toMatch(/--project=shop-prod|^projects get-iam-policy shop-prod/);
    }
    const script = exportCommands([{ name: 'prod', project: 'shop-prod', regions: ['us-central1'] }]);
    expect(script).not.toMatch(/versions access|get-key-string|create|delete|update|set-iam/);
  });

  test('the files are for their owner alone: they hold environment values', () => {
    const { into } = runScript({});
    expect(statSync(join(into, WHOLE[4]!)).mode & 0o077).toBe(0);
  });

  test.each([
    [
      'a refused list that prints [] all the same',
      { 'secrets list': { out: [], err: 'ERROR: PERMISSION_DENIED: no', status: 1 } },
      'secretmanager.secrets',
      'DENIED',
      'secrets.json.error',
    ],
    [
      'a list that lacks a region and exits 0',
      { 'run services list': { out: [knative('api')], err: SILENT } },
      'run.services',
      'UNREACHABLE',
      'run-services.json.error',
    ],
    [
      'a first page followed by a failure',
      { 'iam service-accounts list': { out: [{ email: EMAIL }], err: 'ERROR: UNAVAILABLE', status: 1 } },
      'iam.serviceAccounts',
      'UNREACHABLE',
      'service-accounts.json.error',
    ],
    [
      'a policy that was refused',
      { 'projects get-iam-policy': { err: 'ERROR: 429', status: 1 } },
      'resourcemanager.projects.iamPolicy',
      'THROTTLED',
      'project-iam.json.error',
    ],
    [
      'names that could not be listed again',
      { 'secrets list +names': { err: 'ERROR: 429', status: 1 } },
      'secretmanager.secrets.iamPolicy',
      'THROTTLED',
      'secret-iam.error',
    ],
    [
      'a command that dies without a word',
      { 'services api-keys list': { status: 7 } },
      'apikeys.keys',
      'ERROR',
      'api-keys.json.error',
    ],
  ] as const)(
    '%s leaves FILE.error and exit 1, and the rest is exported',
    async (_name, answers, resource, status, file) => {
      const result = runScript(answers);
      expect(result.status).toBe(1);
      expect(result.stderr).toContain('failed commands: 1');
      expect(result.files).toContain(`shop-prod/${file}`);
      expect(result.files).not.toContain(`shop-prod/${file.replace('.error', '')}`);
      const read = await result.read();
      expect(read.outcome(resource)).toMatchObject({ status });
      expect(result.files).toContain(
        'shop-prod/api-keys.json'.replace('api-keys', resource === 'apikeys.keys' ? 'secrets' : 'api-keys'),
      );
      expect(result.files.filter((name) => /\.(part|words|list)$/.test(name))).toEqual([]);
    },
  );

  test('a warning that says nothing of completeness is no failure', () => {
    const impersonating = 'WARNING: This command is using service account impersonation.';
    expect(
      runScript({ 'run services list': { out: [], err: impersonating }, 'run services list +names': {} })
        .status,
    ).toBe(0);
  });

  test('a second export replaces the first: nothing stale passes for current', async () => {
    const first = runScript({});
    const failing = { 'run services list': { out: [], err: 'ERROR: 403', status: 1 } };
    const second = runScript(failing, { into: first.into });
    expect(second.files.filter((name) => /run-(services|iam|revisions)/.test(name))).toEqual([
      'shop-prod/run-services.json.error',
    ]);
    expect((await second.read()).outcome('run.services').status).toBe('DENIED');
    const third = runScript({}, { into: first.into });
    expect(third.files).toEqual(WHOLE);
    const gone = runScript({ 'secrets list': { out: [] }, 'secrets list +names': {} }, { into: first.into });
    expect(gone.files.filter((name) => name.includes('TOKEN'))).toEqual([]);
  });

  test('one name in two regions is kept apart', () => {
    const services = { out: [knative('api'), knative('api', 'europe-west1')] };
    const { files, calls } = runScript({
      'run services list': services,
      'run services list +names': { out: `${serviceLine('api', 'europe-west1')}${serviceLine('api')}` },
    });
    expect(files.filter((name) => name.includes('run-iam'))).toEqual([
      'shop-prod/run-iam/api.europe-west1.json',
      'shop-prod/run-iam/api.us-central1.json',
    ]);
    expect(
      calls
        .filter((call) => call.startsWith('run services') && call.includes('--region='))
        .map((call) => /--region=(\S+)/.exec(call)?.[1]),
    ).toEqual(['europe-west1', 'us-central1']);
  });

  test('no name of an environment or project is run', () => {
    const root = folderOf({ 'a/b.txt': '' });
    const script = exportCommands([
      {
        name: `x\ntouch '${root}/owned'\n`,
        project: `p'; touch '${root}/owned`,
        regions: ['$(touch owned)'],
      },
    ]);
    writeFileSync(join(root, 'gcloud'), '#!/bin/sh\necho []\n', { mode: 0o755 });
    spawnSync('sh', ['-c', script, 'sh', join(root, 'out')], {
      env: { PATH: `${root}:${process.env.PATH}` },
      cwd: root,
    });
    expect(existsSync(join(root, 'owned'))).toBe(false);
  });

  test('environments of one project are exported once', () => {
    const script = exportCommands([
      { name: 'dev', project: 'shop', regions: ['a'] },
      { name: 'prod', project: 'shop', regions: ['b'] },
    ]);
    expect(script.match(/^export_project /gm)).toHaveLength(1);
    expect(script).toContain('# dev: a; prod: b\n');
  });
});
