import { isKnown } from './expression.ts';
import type { Setting } from './model.ts';

/** A gcloud command with its flags told apart from what it is about. */
export interface GcloudCommand {
  /** Command group and verb without the release track: `run services update`. */
  verb: string;
  /** What it is about: the service, where it is named. */
  subject: string | null;
  flags: Flags;
  /** Words that are neither verb, flag nor a flag's value: the subject, and what may hold more flags. */
  rest: readonly string[];
}

/** Flags in their order; the last of two counts, as gcloud takes it. */
export type Flags = readonly Flag[];

/** `--no-iap` is `iap` with the value `false`; a flag without a value has `true`. */
export interface Flag {
  name: string;
  value: string;
}

/** Verbs that are read, by the words behind `gcloud`. */
const VERBS = [
  'run deploy',
  'run services update',
  'run services replace',
  'run services add-iam-policy-binding',
  'run services set-iam-policy',
  'run jobs create',
  'run jobs deploy',
  'run jobs update',
  'config set',
  'builds submit',
  'deploy releases create',
];

/** Flags of `gcloud run`, and of gcloud itself, that take no value (gcloud reference of `run deploy`); `--no-…` and `--clear-…` never do. */
const SWITCHES = new Set([
  'allow-unauthenticated',
  'allow-unencrypted-build',
  'async',
  'automatic-updates',
  'cpu-boost',
  'cpu-throttling',
  'default-url',
  'delegate-builds',
  'deploy-health-check',
  'disable-default-url',
  'dry-run',
  'execute-now',
  'gpu-zonal-redundancy',
  'help',
  'iap',
  'invoker-iam-check',
  'log-http',
  'quiet',
  'session-affinity',
  'traffic',
  'use-http2',
  'user-output-enabled',
  'wait',
]);

/** Reads a command that begins with `gcloud`; null where it is none of those that are judged. */
export function parseGcloud(words: readonly string[]): GcloudCommand | null {
  const { flags, rest: named } = gcloudWords(words);
  const verb = VERBS.find((known) => known.split(' ').every((word, index) => named[index] === word));
  if (verb === undefined) return null;
  const behind = named.slice(verb.split(' ').length);
  if (verb === 'config set')
    return {
      verb,
      subject: behind[0] ?? null,
      flags: [...flags, { name: 'value', value: behind[1] ?? '' }],
      rest: [],
    };
  return { verb, subject: behind[0] ?? null, flags, rest: behind };
}

/** The words of a command behind `gcloud`, without the release track, and its flags. */
export function gcloudWords(words: readonly string[]): Pick<GcloudCommand, 'flags' | 'rest'> {
  const { flags, rest } = splitFlags(words.slice(1));
  return { flags, rest: withoutTrack(rest) };
}

/** A track may be chosen while the workflow runs. */
function withoutTrack(rest: string[]): string[] {
  return /^(?:alpha|beta|preview|\$.*)$/.test(rest[0] ?? '') ? rest.slice(1) : rest;
}

/** Reads flags alone, as the `flags` input of an action holds them, and what stands beside them. */
export function parseFlags(words: readonly string[]): Pick<GcloudCommand, 'flags' | 'rest'> {
  return splitFlags(words);
}

/** What a flag was given last; null where it was not. */
export function flagOf(flags: Flags, ...names: string[]): Setting | null {
  const found = flags.findLast(({ name }) => names.includes(name));
  return found === undefined ? null : settingOf(found.value);
}

/** A text and whether it is known without running the workflow. */
export function settingOf(text: string): Setting {
  return { text, known: isKnown(text) };
}

/** Words that may hide flags: an array or a variable whose content is not known. As a flag's value it is that value. */
export function hidesFlags(rest: readonly string[]): boolean {
  return rest.some((word) => /^(?:\$|`)/.test(word));
}

function splitFlags(words: readonly string[]): { flags: Flag[]; rest: string[] } {
  const flags: Flag[] = [];
  const rest: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const match = /^--?([a-z][a-z0-9-]*)(?:=([\s\S]*))?$/.exec(word);
    if (match === null) {
      rest.push(word);
      continue;
    }
    const [, name = '', given] = match;
    if (given !== undefined) flags.push({ name, value: given });
    else if (name.startsWith('no-')) flags.push({ name: name.slice(3), value: 'false' });
    else if (word === '-q' || SWITCHES.has(name) || name.startsWith('clear-'))
      flags.push({ name, value: 'true' });
    else {
      flags.push({ name, value: words[at + 1] ?? '' });
      at += 1;
    }
  }
  return { flags, rest };
}
