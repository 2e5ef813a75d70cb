import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { remediesFor } from '../../shared/doctor/remedies.ts';
import { commandsOf } from './lines.ts';

jest.setTimeout(120_000);

const has = (tool: string) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;

const gcloud = commandsOf('gcloud');
const curl = commandsOf('curl');

test('the documents have commands to copy', () => {
  expect(gcloud.length).toBeGreaterThan(15);
  expect(curl.length).toBeGreaterThan(1);
});

/** The commands that the doctor tells people to run. */
function doctorsCommands(): string[] {
  const kinds = ['project', 'service', 'job', 'workerPool', 'secret', 'serviceAccount'] as const;
  const resource = (kind: (typeof kinds)[number], region: string | null) => ({
    ...{
      kind,
      project: 'shop-prod',
      region,
      name: kind === 'serviceAccount' ? 'a@shop.iam.gserviceaccount.com' : 'one',
    },
  });
  const excess = kinds.map((kind) => ({
    resource: resource(kind, /service$|job|workerPool/.test(kind) ? 'us-central1' : null),
    permissions: ['run.jobs.run'],
  }));
  const environment = {
    ...{ environment: 'prod', project: 'shop-prod', unasked: [], lacks: ['run.jobs.list'] },
    excess: [...excess, { resource: resource('secret', 'us-central1'), permissions: ['run.jobs.run'] }],
    unproven: [],
  };
  const blind = { ...environment, excess: [], unproven: [resource('project', null)] };
  const diagnosis = { outcome: 'excess' as const, environments: [environment, blind] };
  const told = remediesFor(diagnosis, 'viewer@ops.iam.gserviceaccount.com').flatMap(
    ({ command }) => command ?? [],
  );
  return [...new Set(told.filter((command) => command.startsWith('gcloud ')))];
}

interface Judged {
  command_string: string;
  success: boolean;
  error_message: string | null;
}

/** gcloud's own check of command lines: they parse, and their flags exist. Sends nothing. */
function lint(commands: string[]): Judged[] {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-docs-'));
  const file = join(folder, 'commands.json');
  writeFileSync(file, JSON.stringify(commands.map((command_string) => ({ command_string }))));
  const { stdout, stderr } = spawnSync(
    'gcloud',
    ['meta', 'lint-gcloud-commands', `--commands-file=${file}`],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  rmSync(folder, { recursive: true, force: true });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

(has('gcloud') ? describe : describe.skip)('gcloud', () => {
  const documented = [...new Set(gcloud.map(({ command }) => command))];
  const told = doctorsCommands();
  const wrong = ['gcloud run services lisst', 'gcloud run services list --regin=x'];
  let judged: Judged[];
  /** All at once: gcloud takes seconds before it looks at the first. */
  beforeAll(() => {
    judged = lint([...documented, ...told, ...wrong]);
  });
  const complaints = (from: number, count: number) =>
    judged
      .slice(from, from + count)
      .filter(({ success }) => !success)
      .map((one) => `${one.command_string}: ${one.error_message}`);

  test('answers for every command', () => {
    expect(judged).toHaveLength(documented.length + told.length + wrong.length);
  });

  test('knows every command and flag of the documents', () => {
    expect(complaints(0, documented.length)).toEqual([]);
  });

  test('knows the commands the doctor tells people to run', () => {
    expect(told.length).toBeGreaterThan(7);
    expect(complaints(documented.length, told.length)).toEqual([]);
  });

  test('is a check that can fail', () => {
    expect(complaints(documented.length + told.length, wrong.length)).toHaveLength(wrong.length);
  });
});

(has('curl') ? describe : describe.skip)('curl', () => {
  const known = spawnSync('curl', ['--help', 'all'], { encoding: 'utf8' }).stdout;
  const flags = new Set([...known.matchAll(/(?:^|[\s,])(--?[A-Za-z0-9][\w-]*)/gm)].map(([, flag]) => flag));

  /** `-sS` is `-s -S`. */
  const flagsOf = (command: string) =>
    [...command.replace(/\$\([^)]*\)/g, '').matchAll(/ (--?[A-Za-z][\w-]*)/g)].flatMap(([, flag = '']) =>
      flag.startsWith('--') ? [flag] : [...flag.slice(1)].map((letter) => `-${letter}`),
    );

  test.each(curl)('$command', ({ command }) => {
    expect(flagsOf(command).filter((flag) => !flags.has(flag))).toEqual([]);
    expect(command).toMatch(/https?:\/\/|"\$(\(terraform output|\w*URL)/);
  });

  test('is a check that can fail', () => {
    expect(flagsOf('curl -sQz --pots x').filter((flag) => !flags.has(flag))).toEqual(['--pots']);
  });
});

describe('the runbook', () => {
  const runbook = readFileSync('docs/runbook.md', 'utf8');

  test('has an entry for every error code', () => {
    const codes = [...readFileSync('shared/errors.ts', 'utf8').matchAll(/^ {2}\| '(\w+)'/gm)].map(
      ([, code]) => code,
    );
    expect(codes.length).toBeGreaterThan(12);
    expect(codes.filter((code) => !runbook.includes(`| \`${code}\` |`))).toEqual([]);
  });

  test('has an entry for every alarm that links to it', () => {
    const alarms = readFileSync('terraform/modules/ops/alarms.tf', 'utf8');
    const [, table = ''] = /log_alarms = \{([\s\S]+?)\n {2}\}\n/.exec(alarms) ?? [];
    const keys = [...table.matchAll(/^ {4}(\w+) = \{/gm)].map(([, key]) => key);
    expect(keys).toHaveLength(3);
    for (const anchor of [...keys, 'no-heartbeat']) expect(runbook).toContain(`\n### ${anchor}\n`);
    expect(alarms).toContain('#no-heartbeat');
  });
});

test("the Slack app's manifest asks for two scopes", () => {
  const manifest = parse(readFileSync('docs/slack-manifest.yaml', 'utf8'));
  expect(manifest.oauth_config.scopes).toEqual({ bot: ['chat:write', 'channels:history'] });
  expect(readFileSync('docs/deploy.md', 'utf8')).toContain('(slack-manifest.yaml)');
});

describe('links', () => {
  /** As GitHub makes them: lower case, blanks as dashes, no other punctuation. */
  const anchorsOf = (file: string) =>
    [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s-]/gu, '')
        .replaceAll(' ', '-'),
    );

  test.each(['README.md', ...globSync('docs/*.md').sort()])('%s leads to what is there', (file) => {
    const links = readFileSync(file, 'utf8').matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g);
    const broken = [...links].filter(([, target = '', anchor]) => {
      const place = target === '' ? file : join(dirname(file), target);
      if (globSync(place).length === 0) return true;
      return anchor !== undefined && !anchorsOf(place).includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});
