/** `npm run terraform`: is every module and example formatted, valid, and does it hold what its tests say. */
import { missingTools, openTerraform, type TerraformWorkspace } from './terraform-workspace.ts';

const STEPS: [string, ...string[]][] = [
  ['init', '-backend=false', '-input=false', '-no-color'],
  ['validate', '-no-color'],
  ['test', '-no-color'],
];

process.exitCode = main();

function main(): number {
  const missing = missingTools();
  if (missing !== null) {
    const required = process.env.CI !== undefined;
    say(`${missing}: the Terraform modules are ${required ? 'not checked, and CI is set' : 'NOT CHECKED'}`);
    return required ? 1 : 0;
  }
  const workspace = openTerraform();
  try {
    const results = [formatted(workspace), ...workspace.folders.map((folder) => checked(workspace, folder))];
    return results.every(Boolean) ? 0 : 1;
  } finally {
    workspace.close();
  }
}

function formatted(workspace: TerraformWorkspace): boolean {
  const { code, output } = workspace.run('terraform', ['fmt', '-check', '-recursive', '-no-color']);
  say(code === 0 ? 'terraform: formatted' : `terraform: run \`terraform fmt -recursive\`\n${output}`);
  return code === 0;
}

function checked(workspace: TerraformWorkspace, folder: string): boolean {
  for (const step of STEPS) {
    const { code, output } = workspace.run(folder, step);
    if (code !== 0) {
      say(`${folder}: terraform ${step[0]} failed\n${output}`);
      return false;
    }
    if (step[0] === 'test') say(`${folder}: ${output.trim().split('\n').at(-1)}`);
  }
  return true;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
