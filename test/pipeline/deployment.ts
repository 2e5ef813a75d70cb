import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { BuildFile } from './build-file.ts';
import { makeDryFolder } from './dry-folder.ts';
import { StateBucket } from './state-bucket.ts';
import { substitute, substitutionsOf } from './substitutions.ts';
import type { Step, Tally } from './tally.ts';

/** The deploying steps of one pipeline, with everything but the cloud settled. */
export interface Deployment {
  name: string;
  dir: string;
  bucket: string;
  /** Whether what was planned is to be in the state at the end. */
  applies: boolean;
  steps: Step[];
}

/** The deploying steps of Cloud Build, as a pull request and as an approved commit of main run them. */
export function cloudBuildDeployments({ deploys, substitutions }: BuildFile): Deployment[] {
  const [first] = deploys;
  if (first === undefined) return [];
  return ['false', 'true'].map((apply) => {
    const values = substitutionsOf({ ...substitutions, _APPLY: apply });
    return {
      name: `Cloud Build, _APPLY=${apply}`,
      dir: substitute(first.dir, values),
      bucket: values._STATE_BUCKET ?? '',
      applies: apply === 'true',
      steps: deploys.map(({ id, args }) => ({ name: id, text: substitute(args[1], values), env: {} })),
    };
  });
}

const job = z.object({
  defaults: z.object({ run: z.object({ 'working-directory': z.string() }) }),
  steps: z.array(z.object({ name: z.string().optional(), run: z.string().optional() })),
});
const workflow = z.object({ jobs: z.object({ plan: job, apply: job }) });

/** The deploying steps of GitHub's workflow, whose variable STATE_BUCKET the repository sets; both jobs have one folder. */
export function gitHubDeployment(file: string): Deployment {
  const { plan, apply } = workflow.parse(parse(readFileSync(file, 'utf8'))).jobs;
  const bucket = 'plumbline-dry-state';
  return {
    name: 'GitHub',
    dir: plan.defaults.run['working-directory'],
    bucket,
    applies: true,
    steps: [...plan.steps, ...apply.steps].flatMap(({ name = 'deploy', run: text }) =>
      text === undefined ? [] : [{ name, text, shell: ['bash', '-e'], env: { STATE_BUCKET: bucket } }],
    ),
  };
}

/** Runs the steps as they stand with the real Terraform on a bucket of this machine; no cloud can be reached. */
export async function deployDry(
  { name, dir, bucket, applies, steps }: Deployment,
  tally: Tally,
): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'plumbline-deploy-'));
  const states = await StateBucket.open(bucket);
  try {
    const cwd = makeDryFolder(dir, root);
    for (const step of steps)
      await tally.run({
        ...step,
        name: `${step.name} (${name})`,
        cwd,
        env: { ...dryEnv(root, states), ...step.env },
      });
    const state = states.objects.get('plumbline/default.tfstate')?.content ?? '{}';
    const applied = (JSON.parse(state).resources?.length ?? 0) > 0;
    tally.count(`state (${name})`, applied === applies, applied ? 'it was applied' : 'it was not applied');
  } finally {
    states.close();
    rmSync(root, { recursive: true, force: true });
  }
}

/** Nobody's credentials, the bucket on loopback, and a proxy that is not there for whatever is not on loopback. */
function dryEnv(home: string, states: StateBucket): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: home,
    GOOGLE_OAUTH_ACCESS_TOKEN: 'dry',
    GOOGLE_BACKEND_STORAGE_CUSTOM_ENDPOINT: states.endpoint,
    HTTPS_PROXY: 'http://127.0.0.1:9',
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
  };
}
