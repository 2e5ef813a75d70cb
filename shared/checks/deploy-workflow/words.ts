import type { Contract } from '../../contract/model.ts';
import type { FilePlace } from '../../workflows/model.ts';

/** Other words people use for an environment of such a name. */
const SAME_WORDS = [
  ['dev', 'develop', 'development'],
  ['stage', 'staging', 'stg'],
  ['prod', 'production', 'prd'],
  ['test', 'testing'],
];

/** Says a text of a workflow in words that are the same for every environment. */
export type Align = (text: string) => string;

/**
 * Names of environments, their branches and projects become `{env}`, names of services their role, so that
 * `deploy-dev` and `deploy-prod` are one name. Words of all environments are taken alike: a word of one of
 * them in the workflow of another is no difference of structure.
 */
export function aligner(contract: Contract): Align {
  const meanings = new Map<string, string>();
  for (const word of environmentWords(contract)) meanings.set(word.toLowerCase(), '{env}');
  for (const [name, role] of serviceNames(contract)) meanings.set(name.toLowerCase(), `{${role}}`);
  const words = [...meanings.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const pattern = new RegExp(`(?<![a-z0-9])(?:${words.join('|')})(?![a-z0-9])`, 'gi');
  return (text) => text.replace(pattern, (word) => meanings.get(word.toLowerCase()) ?? word).toLowerCase();
}

function environmentWords({ environments, workflows }: Contract): string[] {
  const branches = [...(workflows?.files.values() ?? [])].map(({ branch }) => branch);
  const own = environments.flatMap(({ name, project, projectNumber }) => [
    ...(SAME_WORDS.find((words) => words.includes(name.toLowerCase())) ?? []),
    name,
    project,
    ...(projectNumber === null ? [] : [projectNumber]),
  ]);
  return [...own, ...branches];
}

/** A name that two roles have is the first one's. */
function serviceNames(contract: Contract): [string, string][] {
  const names = contract.roles.flatMap((role) =>
    contract.environments.flatMap(({ name }): [string, string][] => {
      const service = contract.intent(role, name).service?.value;
      return service === undefined ? [] : [[service, role]];
    }),
  );
  return names.reverse();
}

function escaped(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** The resource id of a workflow file. */
export function workflowId(path: string): string {
  return `workflows/${path}`;
}

/** `deploy-prod.yml:41`, for sentences. */
export function spot({ path, line }: FilePlace): string {
  return `${path.split('/').at(-1) ?? path}:${line}`;
}
