import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const scriptStep = z.strictObject({ id: z.string(), name: z.string(), script: z.string() });
const deployStep = z.strictObject({
  id: z.string(),
  name: z.string(),
  dir: z.string(),
  entrypoint: z.literal('sh'),
  args: z.tuple([z.literal('-c'), z.string()]),
});
/** They bring to Cloud Build's machine what every other machine has or starts itself: an emulator, Terraform. */
const providedStep = z.looseObject({ id: z.enum(['firestore', 'terraform-binary']) });

/** Strict, so that no step and no field of a step is passed over because this file does not know it. */
const buildFile = z.strictObject({
  substitutions: z.record(z.string(), z.string()).default({}),
  options: z.looseObject({ env: z.array(z.string()).default([]) }).default({ env: [] }),
  timeout: z.string().optional(),
  steps: z.array(z.union([scriptStep, deployStep, providedStep])),
});

/**
 * They are of Cloud Build's own network and machine: the emulator is `firestore` there and the tools are in
 * `/workspace`. Elsewhere the tests find or start the emulator, and PATH is the machine's.
 */
const OF_CLOUD_BUILD = new Set(['FIRESTORE_EMULATOR_HOST', 'PATH']);

export type ScriptStep = z.infer<typeof scriptStep>;
export type DeployStep = z.infer<typeof deployStep>;

/** A build configuration, divided by what can be done with its parts on a machine that is not Cloud Build. */
export interface BuildFile {
  /** What the file sets for every step and what holds on any machine. */
  env: Record<string, string>;
  substitutions: Record<string, string>;
  scripts: ScriptStep[];
  deploys: DeployStep[];
}

/** Reads a Cloud Build file; throws on any step or field whose meaning is unknown here. */
export function readBuildFile(file: string): BuildFile {
  const { options, steps, substitutions } = buildFile.parse(parse(readFileSync(file, 'utf8')));
  const env = options.env.map((line): [string, string] => [
    line.slice(0, line.indexOf('=')),
    line.slice(line.indexOf('=') + 1),
  ]);
  return {
    env: Object.fromEntries(env.filter(([name]) => !OF_CLOUD_BUILD.has(name))),
    substitutions,
    scripts: steps.filter((step): step is ScriptStep => 'script' in step),
    deploys: steps.filter((step): step is DeployStep => 'dir' in step),
  };
}
