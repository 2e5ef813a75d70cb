import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { exportCommands } from '../../../shared/report/export-commands.ts';
import { folderOf, knative, POLICY, readFolder, TARGET } from './setup.ts';

const EMAIL = 'cr-api@shop-prod.iam.gserviceaccount.com';
const SILENT =
  'WARNING: The following Cloud Run regions did not respond: europe-west1. List results may be incomplete.';

interface Answer {
  out?: unknown;
  err?: string;
  status?: number;
}

/** What the fake prints, by the first words of the command; the longest match wins, `[]` where there is none. */
const ANSWERS: Record<string, Answer> = {
  'projects get-iam-policy': { out: POLICY },
  'run services list': { out: [knative('api'), knative('web')] },
  'run services list +names': { out: 'api\tus-central1\nweb\tus-central1\n' },
  'run services get-iam-policy': { out: POLICY },
  'iam service-accounts list': { out: [{ email: EMAIL, uniqueId: '1' }] },
  'iam service-accounts list +names': { out: `${EMAIL}\n` },
  'iam service-accounts keys list': { out: [] },
  'secrets list': { out: [{ name: 'projects/1/secrets/TOKEN' }] },
  'secrets list +names': { out: 'TOKEN\n' },
  'secrets versions list': { out: [{ name: 'projects/1/secrets/TOKEN/versions/1', state: 'ENABLED' }] },
  'secrets get-iam-policy': { out: { etag: 'ACAB' } },
  'services api-keys list': { out: [] },
};

/** A `gcloud` that answers from files and writes down how it was called. */
const FAKE = `#!/bin/sh
here=$(dirname "$0")
printf '%s\\n' "$*" >>"$here/calls"
key=
for word in "$@"; do case $word in -*) break;; *) key="$key$word ";; esac; done
case "$*" in *value*) names=' +names';; *) names=;; esac
while [ -n "$key" ]; do
  answer="$here/answers/\${key% }$names"
  if [ -f "$answer.status" ]; then
    cat "$answer.out"; cat "$answer.err" >&2; exit "$(cat "$answer.status")"
  fi
  case $key in *' '*' ') key="\${key% * } ";; *) key=;; esac
done
printf '[]\\n'
`;

function run(answers: Record<string, Answer>, options: { into?: string; project?: string } = {}) {
  const files = Object.entries({ ...ANSWERS, ...answers }).flatMap(
    ([key, { out = '', err = '', status = 0 }]) => [
      [`bin/answers/${key}.out`, out],
      [`bin/answers/${key}.err`, err],
      [`bin/answers/${key}.status`, String(status)],
    ],
  );
  const root = folderOf({ 'bin/gcloud': FAKE, ...Object.fromEntries(files) });
  chmodSync(join(root, 'bin/gcloud'), 0o755);
  const into = options.into ?? join(root, 'my exports');
  const script = exportCommands([
    { name: 'prod', project: options.project ?? 'shop-prod', regions: ['us-central1'] },
  ]);
  writeFileSync(join(root, 'export.sh'), script);
  const result = spawnSync('sh', [join(root, 'export.sh'), into], {
    env: { PATH: `${join(root, 'bin')}:${process.env.PATH}` },
    encoding: 'utf8',
  });
  const calls = readFileSync(join(root, 'bin/calls'), 'utf8').trim().split('\n');
  return { ...result, into, calls, files: listed(into), read: () => readFolder(into, TARGET) };
}

function listed(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(root, name)).isFile())
    .sort();
}

const WHOLE = [
  'shop-prod/api-keys.json',
  'shop-prod/project-iam.json',
  'shop-prod/run-iam/api.json',
  'shop-prod/run-iam/web.json',
  'shop-prod/run-services.json',
  'shop-prod/secret-iam/TOKEN.json',
  'shop-prod/secret-versions/TOKEN.json',
  'shop-prod/secrets.json',
  `shop-prod/service-account-keys/${EMAIL}.json`,
  'shop-prod/service-accounts.json',
];

describe('the export script', () => {
  test('fills a folder that is read without a gap, and leaves nothing else behind', async () => {
    const result = run({});
    expect(result.stderr).toContain('everything was exported');
    expect(result.status).toBe(0);
    expect(result.files).toEqual(WHOLE);
    const { outcomes } = await result.read();
    expect(outcomes.filter(({ status, gaps }) => status !== 'OK' || Object.keys(gaps).length > 0)).toEqual(
      [],
    );
  });

  test('only reads: list and get-iam-policy, without a question to the person', () => {
    const { calls } = run({});
    expect(calls).toHaveLength(13);
    for (const call of calls) {
      expect(call).toMatch(
        /^(run services|projects|iam service-accounts( keys)?|secrets( versions)?|services api-keys) (list|get-iam-policy)( |$)/,
      );
      expect(call).toContain('--quiet --verbosity=warning');
      expect(call).toMatch(/--project=shop-prod|^projects get-iam-policy shop-prod/);
    }
    const script = exportCommands([{ name: 'prod', project: 'shop-prod', regions: ['us-central1'] }]);
    expect(script).not.toMatch(/versions access|get-key-string|create|delete|update|set-iam/);
  });

  test('the files are for their owner alone: they hold environment values', () => {
    const { into } = run({});
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
      const result = run(answers);
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
      run({ 'run services list': { out: [], err: impersonating }, 'run services list +names': {} }).status,
    ).toBe(0);
  });

  test('a second export replaces the first: nothing stale passes for current', async () => {
    const first = run({});
    const failing = { 'run services list': { out: [], err: 'ERROR: 403', status: 1 } };
    const second = run(failing, { into: first.into });
    expect(second.files.filter((name) => name.includes('run-'))).toEqual([
      'shop-prod/run-services.json.error',
    ]);
    expect((await second.read()).outcome('run.services').status).toBe('DENIED');
    const third = run({}, { into: first.into });
    expect(third.files).toEqual(WHOLE);
    const gone = run({ 'secrets list': { out: [] }, 'secrets list +names': {} }, { into: first.into });
    expect(gone.files.filter((name) => name.includes('TOKEN'))).toEqual([]);
  });

  test('one name in two regions is kept apart', () => {
    const services = { out: [knative('api'), knative('api', 'europe-west1')] };
    const { files, calls } = run({
      'run services list': services,
      'run services list +names': { out: 'api\teurope-west1\napi\tus-central1\n' },
    });
    expect(files.filter((name) => name.includes('run-iam'))).toEqual([
      'shop-prod/run-iam/api.europe-west1.json',
      'shop-prod/run-iam/api.us-central1.json',
    ]);
    expect(
      calls.filter((call) => call.includes('--region=')).map((call) => /--region=(\S+)/.exec(call)?.[1]),
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
