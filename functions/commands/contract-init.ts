import { type Command, InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { projectId, region } from '../../shared/contract/language/google.ts';
import { givenName } from '../../shared/contract/language/names.ts';
import { draftContract } from '../../shared/draft/draft.ts';
import type { DraftTarget } from '../../shared/draft/model.ts';
import { REVIEW } from '../../shared/draft/render.ts';
import { captureEstate } from '../../shared/estate/capture.ts';
import { refuseExisting, refuseUnwritable, write, writeNew } from '../output.ts';
import { withProgress } from '../progress.ts';
import { openFirstSight } from '../wire.ts';
import { type CommonOptions, fromOption, newCommand } from './options.ts';

interface InitOptions extends CommonOptions {
  env: DraftTarget[];
  region: string[];
  from?: string;
  output?: string;
}

/** `plumbline contract init`: drafts a contract from what runs; needs neither a contract nor a store. */
export function contractInitCommand(): Command {
  return newCommand('init', 'draft a contract from the live projects, or from what gcloud printed')
    .addOption(fromOption())
    .requiredOption('--env <env=project,…>', 'the environments and their projects, in order', targets)
    .requiredOption('--region <regions>', 'the regions to look in, separated by commas', regions)
    .option('--output <file>', 'write it to a new file instead of to stdout')
    .action(init);
}

async function init(options: InitOptions): Promise<void> {
  if (options.output !== undefined) refuseExisting(options.output);
  refuseUnwritable(options.output ?? null);
  const now = new Date();
  const { snapshot, fingerprintOf } = await withProgress(async ({ onProgress }) => {
    const projects = options.env.map(({ project }) => project);
    const view = { from: options.from ?? null, onProgress };
    const sight = openFirstSight(process.env, { projects, view });
    const looked = await captureEstate({
      ...sight,
      estate: 'draft',
      targets: options.env.map(({ name, project }) => ({
        environment: name,
        project,
        regions: options.region,
      })),
      now,
      signal: new AbortController().signal,
    });
    return { snapshot: looked, fingerprintOf: sight.fingerprintOf };
  });
  const text = draftContract({ snapshot, targets: options.env, regions: options.region, now, fingerprintOf });
  if (options.output === undefined) return write(text, null);
  writeNew(text, options.output);
  const open = text.split(REVIEW).length - 1;
  await write(`${options.output}: drafted; ${open} places to review (${REVIEW.slice(0, -1)})\n`, null);
}

function targets(text: string, before: DraftTarget[] | undefined): DraftTarget[] {
  const known = before ?? [];
  for (const part of words(text)) {
    const [name = '', project = '', ...rest] = part.split('=');
    if (rest.length > 0 || project === '') throw new InvalidArgumentError(`${part}: say environment=project`);
    if (known.some((other) => other.name === name)) throw new InvalidArgumentError(`${name} is given twice`);
    known.push({ name: valid(givenName('an environment'), name), project: valid(projectId(), project) });
  }
  return known;
}

function regions(text: string, before: string[] | undefined): string[] {
  return [...new Set([...(before ?? []), ...words(text).map((name) => valid(region(), name))])];
}

function words(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function valid(schema: z.ZodString, text: string): string {
  const parsed = schema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? `${text} is not valid`);
}
