import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { plumbline, withFolder } from './command.ts';

const CONTRACT = 'test/corpus/jualuma-2026-02-22/contract.yaml';

describe('bad input', () => {
  it.each([
    ['an unknown command', ['chekc'], /unknown command 'chekc'.*check/],
    ['no command', [], /say what to do/],
    ['an unknown flag', ['check', '--fro', 'x'], /unknown option '--fro'.*--from/],
    [
      'a format it cannot write',
      ['check', '--format', 'pdf'],
      /'pdf' is invalid.*text, markdown, json.*html; see plumbline --help$/m,
    ],
    ['a missing contract', ['check', '--contract', 'no/such.yaml'], /no\/such\.yaml: there is no such file/],
    ['several contracts and no choice', ['contract', 'validate'], /several contracts.*--contract/],
    [
      'an unknown environment',
      ['check', '--contract', CONTRACT, '--env', 'qa'],
      /no environment qa; it has dev, prod/,
    ],
    ['a folder that is not there', ['check', '--contract', CONTRACT, '--from', 'no/such'], /no such folder/],
    [
      'a snapshot that is not there',
      ['diff', 'a.json', 'b.json', '--contract', CONTRACT],
      /a\.json: there is no such file/,
    ],
    [
      'a finding that is not there',
      ['findings', 'show', 'abc', '--contract', CONTRACT],
      /no finding begins with abc/,
    ],
    ['a port that is none', ['serve', '--port', 'eighty', '--contract', CONTRACT], /port/],
  ])('%s: one clear line and exit 1', (_name, words, line) =>
    withFolder(async (folder) => {
      const { code, stdout, stderr } = await plumbline(words, {
        PLUMBLINE_STORE: `sqlite:${join(folder, 's.db')}`,
      });
      expect(stderr).toMatch(line);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    }),
  );

  it('prints every mistake of a contract with its place', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'contract.yaml');
      writeFileSync(file, FIVE_MISTAKES);
      const { code, stderr } = await plumbline(['contract', 'validate', '--contract', file]);
      const lines = stderr.trimEnd().split('\n');
      expect(lines.filter((line) => /contract\.yaml:\d+:\d+: /.test(line))).toHaveLength(5);
      expect(code).toBe(1);
    }));

  it.each([
    ['of a contract', 'waivers: [{ check: "\\e[31mx\\u202e" }]\n', []],
    ['of the command line', 'estate: x\n', ['\u001b[31mno-such-word']],
  ])('hands no control characters %s on to the terminal', (_name, text, words) =>
    withFolder(async (folder) => {
      const file = join(folder, 'contract.yaml');
      writeFileSync(file, text);
      const { stderr } = await plumbline(
        words.length === 0 ? ['contract', 'validate', '--contract', file] : words,
      );
      expect(stderr).toMatch(/31m(?:x|no-such-word)/);
      expect(stderr.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
    }),
  );

  it('reads on where one export is broken, and names it', () =>
    withFolder(async (folder) => {
      const project = join(folder, 'jualuma-prod');
      mkdirSync(project);
      writeFileSync(join(project, 'run-services.json'), '[{"kind": "Service", ');
      const { code, stdout } = await plumbline(
        ['check', '--contract', 'contracts/jualuma.yaml', '--from', folder, '--format', 'json'],
        { PLUMBLINE_STORE: `sqlite:${join(folder, 's.db')}` },
      );
      const { coverage } = JSON.parse(stdout) as {
        coverage: { environment: string; resource: string; status: string; detail: string }[];
      };
      const gap = coverage.find((entry) => entry.environment === 'prod' && entry.resource === 'run.services');
      expect(gap).toMatchObject({ status: 'ERROR', detail: expect.stringContaining('run-services.json') });
      expect(code).toBe(3);
    }));

  it('names every problem of the configuration before anything starts', async () => {
    const { code, stderr } = await plumbline(['run', '--contract', CONTRACT], {
      PLUMBLINE_STORE: 'mysql:x',
      PLUMBLINE_NOTIFY: 'slack:#a',
      PLUMBLINE_GCP_ENDPOINT: 'http://203.0.113.7:1',
    });
    expect(stderr).toMatch(/PLUMBLINE_STORE.*PLUMBLINE_GCP_ENDPOINT.*SLACK_BOT_TOKEN/);
    expect(code).toBe(1);
  });
});

const FIVE_MISTAKES = `apiVersion: plumbline/v1
estate: jualuma
environments:
  dev: { project: jualuma-dev, regions: [us-central1] }
  prod: { project: jualuma-prod, regions: [us-central1], protcted: true }
compare: [[dev, production]]
services:
  backend:
    names: { dev: jualuma-backend, prod: jualuma-backend }
    serviceAccount: cr-backend
    ingress: everybody
waivers:
  - { check: service-coverage, role: backend, reason: not launched, owner: platform }
  - { check: memory, role: backend, reason: cost, owner: platform, expires: 2027-12-31 }
`;
