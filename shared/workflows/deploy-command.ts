import { variablesOfFlag } from './env-list.ts';
import { type Flags, flagOf, type GcloudCommand, hidesFlags, settingOf } from './gcloud.ts';
import type { DeclaredVariable, Deployment, FilePlace, PinName, Setting } from './model.ts';

/** Where a command runs: what project and region gcloud takes where it is given none. */
export interface Surroundings {
  project: Setting | null;
  region: Setting | null;
  conditional: boolean;
  chosen: string | null;
  at: FilePlace;
}

const VARIABLE_FLAGS = ['set-env-vars', 'update-env-vars'];
const OTHER_VARIABLE_FLAGS = ['env-vars-file', 'clear-env-vars', 'remove-env-vars'];
const EVERYBODY = new Set(['allUsers', 'allAuthenticatedUsers']);

/** What a gcloud command does to a service or job; null where it does nothing that is judged. */
export function deploymentOf(command: GcloudCommand, around: Surroundings): Deployment | null {
  const { verb, flags, rest } = command;
  if (flagOf(flags, 'dry-run')?.text === 'true') return null;
  const base = {
    ...named(command, around),
    at: around.at,
    conditional: around.conditional,
    chosen: around.chosen,
  };
  const via = `gcloud ${verb}`;
  if (verb === 'run services add-iam-policy-binding') {
    const pins = grantedInvoker(flags);
    return pins === null ? null : { ...base, ...NOTHING, via, pins, releases: false };
  }
  if (verb === 'run services replace')
    return {
      ...base,
      ...NOTHING,
      name: null,
      via,
      elsewhere: `the document ${command.subject ?? 'it is given'}`,
    };
  if (!/^run (?:deploy|services update|jobs create|jobs deploy|jobs update)$/.test(verb)) return null;
  return {
    ...base,
    via,
    releases: true,
    ...stated(flags),
    elsewhere: hidden(flags, rest.length > 1 ? rest : []),
  };
}

/** What flags of `gcloud run deploy` state. */
export function stated(flags: Flags): Pick<Deployment, 'pins' | 'variables'> {
  const pins: Deployment['pins'] = {};
  const pin = (name: PinName, value: Setting | null) => {
    if (value !== null) pins[name] = value;
  };
  pin('serviceAccount', flagOf(flags, 'service-account'));
  pin('ingress', flagOf(flags, 'ingress'));
  pin('invoker', invokerOf(flags));
  pin('iap', flagOf(flags, 'iap'));
  return { pins, variables: variablesOf(flags) };
}

/** Why more flags may stand where they are not seen; null where all are. */
export function hidden(flags: Flags, rest: readonly string[]): string | null {
  const file = flagOf(flags, 'flags-file');
  if (file !== null) return `the flags file ${file.text}`;
  return hidesFlags(rest) ? 'a variable that holds flags' : null;
}

const NOTHING = { pins: {}, variables: null, releases: true, elsewhere: null };

function named(
  { verb, subject, flags }: GcloudCommand,
  around: Surroundings,
): Pick<Deployment, 'target' | 'name' | 'project' | 'region'> {
  return {
    target: verb.startsWith('run jobs') ? 'job' : 'service',
    name: subject === null ? null : settingOf(subject),
    project: given(flagOf(flags, 'project')) ?? around.project,
    region: given(flagOf(flags, 'region')) ?? around.region,
  };
}

/** `--project=` with nothing behind it names none. */
function given(setting: Setting | null): Setting | null {
  return setting?.text === '' ? null : setting;
}

/** Two flags open a service, and either suffices: the check is off, or everybody passes it. */
function invokerOf(flags: Flags): Setting | null {
  const check = flagOf(flags, 'invoker-iam-check')?.text ?? null;
  const everybody = flagOf(flags, 'allow-unauthenticated')?.text ?? null;
  const given = [check, everybody].filter((value) => value !== null);
  if (given.length === 0) return null;
  const text = check === 'false' || everybody === 'true' ? 'public' : 'authenticated';
  return { text, known: given.every((value) => value === 'true' || value === 'false') };
}

function grantedInvoker(flags: Flags): Deployment['pins'] | null {
  const role = flagOf(flags, 'role')?.text ?? '';
  if (!EVERYBODY.has(flagOf(flags, 'member')?.text ?? '') || !role.endsWith('nvoker')) return null;
  return { invoker: { text: 'public', known: true } };
}

/** Every form counts, also one that only removes: it writes the environment of a service from a workflow. */
function variablesOf(flags: Flags): DeclaredVariable[] | null {
  const declaring = flags.filter(({ name }) => VARIABLE_FLAGS.includes(name));
  const others = flags.some(({ name }) => OTHER_VARIABLE_FLAGS.includes(name));
  if (declaring.length === 0) return others ? [] : null;
  return declaring.flatMap(({ value }) => variablesOfFlag(value));
}
