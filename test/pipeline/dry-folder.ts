import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Blocks that need Google, as `terraform fmt` writes them. */
const NEEDS_GOOGLE = [
  /^(?:resource|module|data|output|provider) [^\n]*\{\n[\s\S]*?^\}\n/gm,
  /^ {2}required_providers \{\n[\s\S]*?^ {2}\}\n/gm,
];

/** Stands for the resources that were left out: of Terraform's own kind, made of the bundle as the real one is. */
const STAND_IN = `resource "terraform_data" "bundle" {
  input = filemd5(var.bundle)
}
`;

/**
 * Copies one Terraform folder below another root, at the same depth, with the bundle that was made: its backend,
 * variables, their rules and values are its own, and one resource without a provider stands for those that need Google.
 * (`npm run terraform` plans and applies the real ones, on mocks.)
 */
export function makeDryFolder(dir: string, root: string): string {
  const folder = join(root, dir);
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(dir).filter((name) => name.endsWith('.tf')))
    writeFileSync(join(folder, file), withoutGoogle(readFileSync(join(dir, file), 'utf8')));
  for (const file of readdirSync(dir).filter((name) => name.endsWith('.tfvars')))
    cpSync(join(dir, file), join(folder, file));
  writeFileSync(join(folder, 'stand-in.tf'), STAND_IN);
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  cpSync('dist/plumbline.zip', join(root, 'dist/plumbline.zip'));
  return folder;
}

function withoutGoogle(text: string): string {
  return NEEDS_GOOGLE.reduce((rest, block) => rest.replaceAll(block, ''), text);
}
