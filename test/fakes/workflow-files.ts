import type { WorkflowIntent } from '../../shared/contract/model.ts';
import type { GapStatus } from '../../shared/snapshot/model.ts';
import type { WorkflowReadings } from '../../shared/workflows/model.ts';
import { readWorkflows } from '../../shared/workflows/read.ts';
import type { WorkflowSource } from '../../shared/workflows/source.ts';
import { at, type ContractDraft, contractOf } from './contract-builder.ts';

/** Texts by `branch:path`; a status where a file cannot be read. */
export type Files = Record<string, string | GapStatus>;

const GAPS: readonly string[] = ['DENIED', 'THROTTLED', 'UNREACHABLE', 'ERROR', 'NOT_CAPTURED'];

/** A repository in memory. */
export function repositoryOf(files: Files): WorkflowSource {
  return {
    read: async ({ branch, path }) => {
      const text = files[`${branch}:${path}`] ?? 'NOT_CAPTURED';
      if (GAPS.includes(text))
        return { status: 'unread', gap: { status: text as GapStatus, detail: `${path} was not shown` } };
      return { status: 'read', text };
    },
  };
}

/** The section `workflows` with one file for each environment: `<name>.yml` on the branch of that name. */
export function workflowsOf(environments: string[], noEnvVarsFor: string[] = []): WorkflowIntent {
  return {
    repository: { kind: 'github', name: 'acme/app' },
    files: new Map(
      environments.map((name) => [name, { branch: name, path: `${name}.yml`, location: at(41) }]),
    ),
    noEnvVarsFor,
    location: at(40),
  };
}

/** Reads the workflows of a contract from texts by environment, and from further files by `branch:path`. */
export function readingsOf(
  contract: ContractDraft,
  texts: Record<string, string | GapStatus>,
  files: Files = {},
): Promise<WorkflowReadings> {
  const own = Object.entries(texts).map(([name, text]) => [`${name}:${name}.yml`, text]);
  const source = repositoryOf({ ...Object.fromEntries(own), ...files });
  return readWorkflows(contractOf(contract), source, new AbortController().signal);
}

/** A workflow whose one job runs a script. */
export function scripted(script: string, head = ''): string {
  const lines = script.split('\n').map((line) => `          ${line}`);
  return `on: push\n${head}jobs:\n  deploy:\n    runs-on: x\n    steps:\n      - name: Deploy\n        run: |\n${lines.join('\n')}\n`;
}
