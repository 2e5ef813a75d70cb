import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** A copy of `terraform/` to work in, so that nothing Terraform writes lands in the repository. */
export interface TerraformWorkspace {
  /** The copy's own root. */
  root: string;
  /** Folders that are modules or examples, relative to the copy. */
  folders: string[];
  /** Runs terraform in one of them; answers its exit code and output. */
  run(folder: string, args: string[]): { code: number; output: string };
  close(): void;
}

/** A provider with the real schema and nothing else, for machines that do not reach the registry. */
const OFFLINE_PROVIDER = resolve('../shared/tools/terraform-schema-provider/install');

/** Why Terraform cannot be run here; null where it can. */
export function missingTools(): string | null {
  const missing = ['terraform', ...(existsSync(OFFLINE_PROVIDER) ? ['go'] : [])].filter((tool) => !has(tool));
  return missing.length === 0 ? null : `${missing.join(' and ')} not found on PATH`;
}

/** Opens a copy; providers come from the offline one where it stands beside the repository, else from the registry. */
export function openTerraform(): TerraformWorkspace {
  const root = mkdtempSync(join(tmpdir(), 'plumbline-terraform-'));
  const copied = (source: string) => !/\.terraform(\.lock\.hcl)?$|\.tfstate/.test(source);
  for (const part of ['terraform', 'contracts'])
    cpSync(part, join(root, part), { recursive: true, filter: copied });
  const env = { ...process.env, ...offlineProvider(), TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
  return {
    root,
    folders: foldersOf(root),
    run: (folder, args) => {
      const cwd = join(root, folder);
      const { status, stdout, stderr } = spawnSync('terraform', args, {
        cwd,
        env,
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      });
      return { code: status ?? 1, output: `${stdout}${stderr}` };
    },
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

function foldersOf(root: string): string[] {
  return readdirSync(join(root, 'terraform'), { recursive: true, encoding: 'utf8' })
    .filter((name) => basename(name) === 'main.tf')
    .map((name) => join('terraform', dirname(name)))
    .sort();
}

function offlineProvider(): Record<string, string> {
  if (!existsSync(OFFLINE_PROVIDER)) return {};
  const built = spawnSync(OFFLINE_PROVIDER, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const file = /^export TF_CLI_CONFIG_FILE=(.+)$/m.exec(built.stdout ?? '')?.[1];
  if (built.status !== 0 || file === undefined) throw new Error('the offline provider could not be built');
  return { TF_CLI_CONFIG_FILE: file };
}

function has(tool: string): boolean {
  return spawnSync(tool, ['version'], { stdio: 'ignore' }).error === undefined;
}
