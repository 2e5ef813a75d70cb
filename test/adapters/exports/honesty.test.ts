import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { plumbline, withFolder } from '../../acceptance/command.ts';
import { SimulatedEstate } from '../../simulator/estate.ts';
import { writeExports } from '../../simulator/exports.ts';
import { buildJualumaEstate } from '../../simulator/jualuma.ts';

const KEY = { PLUMBLINE_FINGERPRINT_KEY: Buffer.alloc(32, 9).toString('base64') };
const CONTRACT = ['--contract', 'contracts/jualuma.yaml', '--format', 'json'];
const PROD = 'jualuma-prod';

/** One project's folder, to be spoilt. */
interface Files {
  read(file: string): string;
  write(file: string, content: unknown): void;
  remove(file: string): void;
}

interface Report {
  coverage: { environment: string; resource: string; status: string; detail: string | null }[];
  checks: { results: { status: string; message: string }[] }[];
  transitions?: { kind: string }[];
}

let healthy: string;
beforeAll(async () => {
  healthy = mkdtempSync(join(tmpdir(), 'plumbline-honest-'));
  // The command goes by the machine’s clock, and the contract says how old a secret may be.
  const estate = new SimulatedEstate({ now: () => new Date() });
  buildJualumaEstate(estate);
  await writeExports(estate, healthy, { lists: true });
});
afterAll(() => rmSync(healthy, { recursive: true, force: true }));

function filesOf(root: string, project: string): Files {
  const at = (file: string) => join(root, project, file);
  return {
    read: (file) => readFileSync(at(file), 'utf8'),
    write: (file, content) =>
      writeFileSync(at(file), typeof content === 'string' ? content : JSON.stringify(content)),
    remove: (file) => rmSync(at(file), { recursive: true }),
  };
}

/** Checks a copy of the healthy exports after something was done to production's files. */
function checkAfter(spoil: (files: Files) => void) {
  return withFolder(async (folder) => {
    cpSync(healthy, folder, { recursive: true });
    spoil(filesOf(folder, PROD));
    const { code, stdout, stderr } = await plumbline(['check', '--from', folder, ...CONTRACT], KEY);
    if (stdout === '') return { code, stderr, gaps: [], failed: [] };
    const { coverage, checks } = JSON.parse(stdout) as Report;
    const results = checks.flatMap((one) => one.results);
    return {
      code,
      stderr,
      gaps: coverage.filter(({ status }) => status !== 'OK'),
      failed: results.filter(({ status }) => status === 'FAIL').map(({ message }) => message),
    };
  });
}

const first = (list: string) => JSON.parse(list)[0];
const withIngress = (service: { metadata: { annotations: object } }, ingress: string) => {
  const annotations = { ...service.metadata.annotations, 'run.googleapis.com/ingress': ingress };
  return { ...service, metadata: { ...service.metadata, annotations } };
};

type Case = [name: string, spoil: (files: Files) => void, resource: string, status: string, detail: RegExp];
const SPOILT: Case[] = [
  [
    'a missing file',
    (files) => files.remove('secrets.json'),
    'secretmanager.secrets',
    'NOT_CAPTURED',
    /jualuma-prod\/secrets\.json is missing; it holds what this prints: gcloud secrets list --project=jualuma-prod/,
  ],
  [
    'a folder of files that is missing',
    (files) => files.remove('secret-versions'),
    'secretmanager.versions',
    'NOT_CAPTURED',
    /gcloud secrets versions list/,
  ],
  [
    'FILE.error',
    (files) => {
      files.remove('run-services.json');
      files.write('run-services.json.error', 'ERROR: (gcloud.run.services.list) PERMISSION_DENIED: no');
    },
    'run.services',
    'DENIED',
    /run-services\.json\.error: ERROR: .*PERMISSION_DENIED/,
  ],
  [
    'a file cut off',
    (files) => files.write('run-services.json', files.read('run-services.json').slice(0, 3000)),
    'run.services',
    'ERROR',
    /run-services\.json cannot be read: line \d+, column \d+: .*cut off/,
  ],
  [
    'a foreign document',
    (files) => files.write('run-services.json', files.read('project-iam.json')),
    'run.services',
    'ERROR',
    /run-services\.json is not a list/,
  ],
  [
    'elements of another kind',
    (files) => files.write('service-accounts.json', files.read('secrets.json')),
    'iam.serviceAccounts',
    'ERROR',
    /service-accounts\.json\[0\] is nothing of iam\.serviceAccounts in jualuma-prod/,
  ],
  [
    'a list that stops at its first page',
    (files) => {
      const secrets = JSON.parse(files.read('secrets.json'));
      files.write('secrets.json', { secrets: secrets.slice(0, 1), nextPageToken: 'more' });
    },
    'secretmanager.secrets',
    'ERROR',
    /first page of a longer list/,
  ],
  [
    'an empty list beside what it should name',
    (files) => files.write('secrets.json', []),
    'secretmanager.secrets',
    'ERROR',
    /is empty although jualuma-prod\/secret-versions\/ holds files/,
  ],
  [
    'two documents of one service that disagree',
    (files) => {
      const service = withIngress(first(files.read('run-services.json')), 'internal');
      const list = JSON.parse(files.read('run-services.json'));
      files.write('run-services.json', [...list, service]);
    },
    'run.services',
    'ERROR',
    /two documents of run\.services\/us-central1\/jualuma-backend .* disagree in ingress/,
  ],
  [
    'jobs that were refused',
    (files) => {
      files.remove('run-jobs.json');
      files.write('run-jobs.json.error', 'ERROR: 429');
    },
    'run.jobs',
    'THROTTLED',
    /run-jobs\.json\.error/,
  ],
  [
    'a project without a folder',
    (files) => files.remove('.'),
    'run.services',
    'NOT_CAPTURED',
    /there is no folder jualuma-prod; the script/,
  ],
];

describe('what an exports folder lacks is told, and is no empty estate', () => {
  test('the whole folder: nothing is found and nothing is missing', async () => {
    expect(await checkAfter(() => undefined)).toEqual({ code: 0, stderr: '', gaps: [], failed: [] });
  });

  test.each(SPOILT)('%s: exit code 3 and a named gap', async (_name, spoil, resource, status, detail) => {
    const { code, gaps, failed } = await checkAfter(spoil);
    const gap = gaps.find((one) => one.resource === resource);
    expect(gap).toMatchObject({ environment: 'prod', status, detail: expect.stringMatching(detail) });
    expect(gaps.filter(({ environment }) => environment !== 'prod')).toEqual([]);
    expect(failed).toEqual([]);
    expect(code).toBe(3);
  });

  test('optional files that are not there are no gap', async () => {
    const { code, gaps } = await checkAfter((files) => {
      for (const file of ['run-jobs.json', 'run-worker-pools.json']) files.remove(file);
    });
    expect({ code, gaps }).toEqual({ code: 0, gaps: [] });
  });

  test('domain mappings that nobody may list are told, and are no gap', async () => {
    const { code, gaps } = await checkAfter((files) =>
      files.write('domain-mappings.json.error', "ERROR: Permission 'run.domainmappings.list' denied"),
    );
    expect(gaps).toEqual([
      expect.objectContaining({
        resource: 'run.domainMappings',
        detail: expect.stringMatching(/^not visible/),
      }),
    ]);
    expect(code).toBe(0);
  });

  test('a revision that serves and is in no file is a gap of its service', async () => {
    const { code, gaps } = await checkAfter((files) => {
      const [service, ...others] = JSON.parse(files.read('run-services.json'));
      const traffic = [{ revisionName: 'jualuma-backend-00000-old', percent: 100 }];
      files.write('run-services.json', [{ ...service, status: { ...service.status, traffic } }, ...others]);
    });
    expect(gaps).toEqual([
      expect.objectContaining({
        resource: 'run.revisions',
        status: 'NOT_CAPTURED',
        detail: expect.stringContaining('gcloud run revisions list --service=jualuma-backend'),
      }),
    ]);
    expect([2, 3]).toContain(code);
  });

  test('a finding beside a gap is exit code 2, and the gap is told all the same', async () => {
    const { code, gaps, failed } = await checkAfter((files) => {
      const [service, ...others] = JSON.parse(files.read('run-services.json'));
      files.write('run-services.json', [withIngress(service, 'all'), ...others]);
      files.remove('secrets.json');
    });
    expect(failed.join()).toMatch(/ingress/);
    expect(gaps.map(({ resource }) => resource)).toContain('secretmanager.secrets');
    expect(code).toBe(2);
  });

  test('a folder of nothing that the contract names is an error, and nothing is printed', () =>
    withFolder(async (folder) => {
      const { code, stdout, stderr } = await plumbline(['check', '--from', folder, ...CONTRACT], KEY);
      expect(stderr).toMatch(/^.*--from .*needs a folder for each project.*it holds none\n$/);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    }));
});

describe('passes over exports', () => {
  test('a list that failed since the last pass deletes nothing', () =>
    withFolder(async (folder) => {
      const from = join(folder, 'exports');
      cpSync(healthy, from, { recursive: true });
      const files = filesOf(from, PROD);
      const variables = { ...KEY, PLUMBLINE_STORE: `sqlite:${join(folder, 'state.db')}` };
      const pass = async () => {
        const { code, stdout, stderr } = await plumbline(['run', '--from', from, ...CONTRACT], variables);
        if (stdout === '') throw new Error(stderr);
        return { code, report: JSON.parse(stdout) as Report, stdout };
      };
      expect((await pass()).code).toBe(0);
      const secrets = files.read('secrets.json');
      files.write('secrets.json', []);
      const blind = await pass();
      expect(blind.stdout).not.toMatch(/deleted|disappeared|removed/);
      expect([2, 3]).toContain(blind.code);
      files.write('secrets.json', secrets);
      const healed = await pass();
      expect(healed.report.transitions?.filter(({ kind }) => kind === 'opened')).toEqual([]);
      expect(healed.code).toBe(0);
    }));
});
