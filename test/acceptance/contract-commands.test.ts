import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { changed, SAMPLE } from '../contract/sample.ts';
import { folderForEach, plumbline } from './command.ts';

const folder = folderForEach();

/** Runs a command of `contract` over a text. */
async function contract(text: string, ...words: string[]) {
  const file = join(folder(), 'c.yaml');
  writeFileSync(file, text);
  const said = await plumbline(['contract', ...words, '--contract', file]);
  const short = (output: string) => output.replaceAll(`${folder()}/`, '');
  return { code: said.code, stdout: short(said.stdout), stderr: short(said.stderr) };
}

describe('contract validate', () => {
  it('says that a contract is valid, and notes what is hardly meant', async () => {
    const text = changed('compare: [[dev, prod], [stage, prod]]', 'compare: [[dev, prod]]');
    expect(await contract(text, 'validate')).toEqual({
      code: 0,
      stdout:
        'c.yaml: valid; 2 roles in dev, stage, prod; 1 waiver\nnote: c.yaml:5:3: environments.stage: is compared with nothing\n',
      stderr: '',
    });
  });

  it('names every problem at once, contradictions with both places', async () => {
    const text = changed('[stage, prod]]', '[dev, prod]]')
      .replace('target', 'targt')
      .replace('ingress: all', 'ingerss: all');
    const { code, stdout, stderr } = await contract(text, 'validate');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('c.yaml:7:24: compare.1: compares dev and prod a second time (c.yaml:7:11)');
    expect(stderr).toContain(
      'c.yaml:9:10: profiles.dev.ingerss: is not a key of a profile; did you mean "ingress"?',
    );
  });
});

describe('a contract on stdin', () => {
  const piped = (text: string, ...words: string[]) => plumbline([...words, '--contract', '-'], {}, text);

  it('is read like any other, and cited by that name', async () => {
    expect(await piped(SAMPLE, 'contract', 'validate')).toEqual({
      code: 0,
      stdout: 'stdin: valid; 2 roles in dev, stage, prod; 1 waiver\n',
      stderr: '',
    });
    expect((await piped(SAMPLE, 'contract', 'explain', '3', 'web')).stdout).toContain('(stdin:9)');
  });

  it('that is wrong is told with its places', async () => {
    const { code, stderr } = await piped('estate: #shop\n', 'contract', 'validate');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^stdin:1:9: estate: .*#shop is a comment here/m);
  });

  it.each([
    [
      'an empty name',
      '',
      /^plumbline: the name of the contract is empty; name the contract with --contract\n$/,
    ],
    ['a folder', 'test', /^plumbline: test: it is a folder; name the contract with --contract\n$/],
  ])('%s is none', async (_, name, line) => {
    const { code, stderr } = await plumbline(['contract', 'validate', '--contract', name]);
    expect(code).toBe(1);
    expect(stderr).toMatch(line);
  });
});

describe('contract explain', () => {
  it('says what is expected of a role, and from which line', async () => {
    const { code, stdout, stderr } = await contract(SAMPLE, 'explain', '3', 'web');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('3 ingress: Ingress policy\n');
    expect(stdout).toMatch(/^ {2}dev {4}ingress all \(c\.yaml:9\)$/m);
    expect(stdout).toMatch(/^ {2}stage {2}nothing is declared$/m);
  });

  it.each([
    [['ingres'], '"ingres" is not a check; did you mean "ingress"?'],
    [['ingress', 'wep'], '"wep" is not a role of c.yaml; did you mean "web"?'],
  ])('%j is answered with what was meant', async (words, says) => {
    const { code, stderr } = await contract(SAMPLE, 'explain', ...words);
    expect({ code, stderr }).toEqual({ code: 1, stderr: `plumbline: ${says}\n` });
  });
});
