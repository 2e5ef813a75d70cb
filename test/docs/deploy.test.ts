import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { missingTools, openTerraform, type TerraformWorkspace } from '../../scripts/terraform-workspace.ts';
import { blockLines } from './lines.ts';

jest.setTimeout(180_000);

const text = readFileSync('docs/deploy.md', 'utf8');
const lines = blockLines(text).map((line) => line.trim());
const example = (name: string) => readFileSync(join('terraform/examples', name), 'utf8');
const declared = (file: string) => [...example(file).matchAll(/^variable "(\w+)"/gm)].map(([, name]) => name);
const assigned = (file: string) => [...example(file).matchAll(/^(\w+)\s+=/gm)].map(([, name]) => name);

describe('docs/deploy.md', () => {
  test('explains each line of the file that is to be edited', () => {
    const [, table = ''] = /^\| `\$TF\/terraform\.tfvars` .*\n((?:\|.*\n)+)/m.exec(text) ?? [];
    const rows = table.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)]);
    expect(rows.map(([, name]) => name)).toEqual(assigned('jualuma/terraform.tfvars'));
    for (const name of assigned('jualuma/targets/terraform.tfvars')) expect(text).toContain(`\`${name}\``);
  });

  test('gives variables, and asks for outputs, that the example has', () => {
    const given = [...text.matchAll(/-var=(\w+)=/g)].map(([, name]) => name);
    expect(given).toEqual(expect.arrayContaining(['deploy', 'delete_protection']));
    expect(text).toContain('`database = ');
    expect([...given, 'database'].filter((name) => !declared('jualuma/variables.tf').includes(name))).toEqual(
      [],
    );
    const outputs = [...example('jualuma/outputs.tf').matchAll(/^output "(\w+)"/gm)].map(([, name]) => name);
    const asked = [...text.matchAll(/output -raw (\w+)/g)].map(([, name]) => name);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((name) => !outputs.includes(name))).toEqual([]);
  });

  test('runs Terraform in the two folders it has made alone', () => {
    const folders = [...text.matchAll(/terraform -chdir=(\S+)/g)].map(([, folder]) => folder);
    expect(new Set(folders)).toEqual(new Set(['$TF', '$TF/targets']));
    expect(lines.filter((line) => /^terraform (?!-chdir)/.test(line))).toEqual([]);
  });
});

const missing = missingTools();
if (missing !== null && process.env.CI !== undefined) throw new Error(missing);

(missing === null ? describe : describe.skip)('what docs/deploy.md has people copy', () => {
  let workspace: TerraformWorkspace;
  beforeAll(() => {
    workspace = openTerraform();
  });
  afterAll(() => workspace.close());

  test('is valid where it says, with the backend it names', () => {
    // Whoever followed the document has a folder of the name it gives.
    const named = (words: string) => words.replaceAll('acme', 'copied-by-a-test');
    const copying = lines.filter((line) => /^(cp|rm) /.test(line));
    expect(copying.length).toBeGreaterThan(1);
    execFileSync('sh', ['-ec', named(copying.join('\n'))], { cwd: workspace.root });
    const folder = named(/export TF=(\S+)/.exec(text)?.[1] ?? '');
    for (const one of [folder, `${folder}/targets`]) {
      const run = (...args: string[]) => workspace.run(one, [...args, '-no-color']);
      expect(run('init', '-backend=false', '-input=false')).toMatchObject({ code: 0 });
      expect(run('validate')).toMatchObject({ code: 0 });
      const main = readFileSync(join(workspace.root, one, 'main.tf'), 'utf8');
      expect(main).toContain('backend "gcs"');
      expect(main).toContain(one === folder ? '/modules/ops"' : '/modules/viewer"');
    }
  });
});
