import type { Json, JsonObject } from '../snapshot/json.ts';
import { DEPLOY_ACTION, deploymentsOfAction, projectOfSetup, signedInProject } from './deploy-action.ts';
import { deploymentOf, type Surroundings } from './deploy-command.ts';
import { mapOf, mapsOf, textOf, textsOf, type WorkflowDocument } from './document.ts';
import { type Contexts, fill, type Values } from './expression.ts';
import { type GcloudCommand, parseGcloud, settingOf } from './gcloud.ts';
import { type Exported, exportedBy, withExported } from './github-env.ts';
import { runningJobs, runningOf } from './job-conditions.ts';
import { combinationsOf } from './matrix.ts';
import type { Deployment, FilePlace, OpaqueStep, Setting } from './model.ts';
import { opaqueAction, opaqueCommand } from './opaque.ts';
import type { WorkflowParts } from './repository.ts';
import { commandsOf, type ShellCommand } from './shell.ts';
import { calledPart, DEEPEST_CALL, versioned } from './structure.ts';

/** Everything a workflow deploys, in the order it is written, and what may deploy out of sight. */
export interface Deployments {
  deployments: Deployment[];
  opaque: OpaqueStep[];
}

/** More jobs than any workflow runs; what matrices of matrices make beyond is not looked at. */
const MOST_JOBS = 4_000;
const SHELLS = /^(?:\S*\/)?(?:ba|z)?sh\b/;

/** Finds what a workflow deploys: scripts, Google's action, reusable workflows and actions of the repository. */
export function deploymentsOf(document: WorkflowDocument, parts: WorkflowParts, branch: string): Deployments {
  const github = new Map([
    ['ref_name', branch],
    ['ref', `refs/heads/${branch}`],
  ]);
  const found: Deployments = { deployments: [], opaque: [] };
  new Walker(parts, github, found).workflow(document, new Map(), { callers: [document.path], chosen: null });
  return found;
}

/** How a workflow came to be run. */
interface Caller {
  /** Paths of the workflows that called, the called one last. */
  callers: string[];
  /** The job that runs in one case only, of those that led here; null where all run. */
  chosen: string | null;
}

/** One job as its steps run: what earlier steps set holds for the later ones. */
interface JobRun {
  contexts: Contexts;
  project: Setting | null;
  region: Setting | null;
  /** By way of `$GITHUB_ENV`, also from the steps of an action. */
  exported: Exported;
  document: WorkflowDocument;
  depth: number;
  chosen: string | null;
  /** Whether the step that uses these steps may run or not; false for the steps of a job. */
  optional: boolean;
  /** What runs a script that names no shell; null for Bash. */
  shell: string | null;
}

/** One step where it stands. */
interface Here {
  step: JsonObject;
  at: FilePlace;
  run: JobRun;
  /** Whether it may run or not, where its job runs. */
  optional: boolean;
}

class Walker {
  readonly #parts: WorkflowParts;
  readonly #github: Values;
  readonly #found: Deployments;
  /** Variables that every script has. */
  readonly #always: Values;
  #jobs = 0;

  constructor(parts: WorkflowParts, github: Values, found: Deployments) {
    this.#parts = parts;
    this.#github = github;
    this.#found = found;
    this.#always = new Map([...github].map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, value]));
  }

  workflow(document: WorkflowDocument, inputs: Values, { callers, chosen }: Caller): void {
    const base: Contexts = { env: this.#always, inputs, matrix: new Map(), github: this.#github };
    const contexts = withEnv(base, document.root.env);
    const jobs = mapOf(document.root.jobs);
    for (const [id, own] of runningJobs(jobs, contexts)) {
      const job = mapOf(jobs[id]);
      if (own === 'off') continue;
      const here = { callers, chosen: own === 'maybe' ? `${document.path} ${id}` : chosen };
      for (const matrix of combinationsOf(job.strategy, contexts)) {
        this.#jobs += 1;
        if (this.#jobs > MOST_JOBS) return;
        this.#job({ document, job, id, ...here }, { ...contexts, matrix });
      }
    }
  }

  #job(at: { document: WorkflowDocument; job: JsonObject; id: string } & Caller, contexts: Contexts): void {
    const { document, job, id, callers, chosen } = at;
    const place = { path: document.path, line: document.lineOf(['jobs', id]) };
    const uses = textOf(job.uses);
    if (uses !== null) {
      this.#call(uses, { job, place, callers, chosen }, contexts);
      return;
    }
    const run: JobRun = {
      contexts: withEnv(contexts, job.env),
      project: null,
      region: null,
      exported: new Map(),
      document,
      depth: callers.length,
      chosen,
      optional: false,
      shell: usualShell(document, job),
    };
    this.#steps(job.steps, run, ['jobs', id, 'steps']);
  }

  #call(
    uses: string,
    { job, place, callers, chosen }: { job: JsonObject; place: FilePlace } & Caller,
    contexts: Contexts,
  ): void {
    const called = calledPart(uses, this.#parts);
    if (called === null || callers.includes(called.path) || callers.length >= DEEPEST_CALL)
      this.#found.opaque.push({ what: `the workflow ${uses}`, at: place });
    else {
      const declared = mapOf(mapOf(mapOf(called.root.on).workflow_call).inputs);
      const caller = { callers: [...callers, called.path], chosen };
      this.workflow(called, inputsOf(declared, job.with, contexts), caller);
    }
  }

  #steps(steps: Json | undefined, run: JobRun, path: readonly (string | number)[]): void {
    for (const { index, map } of mapsOf(steps)) {
      const before = { ...run.contexts, env: withExported(run.contexts.env, run.exported) };
      const contexts = withEnv(before, map.env);
      const running = runningOf(map, contexts);
      if (running === 'off') continue;
      const at = { path: run.document.path, line: run.document.lineOf([...path, index]) };
      const { action } = versioned(textOf(map.uses));
      const here: Here = { step: map, at, run, optional: run.optional || running === 'maybe' };
      if (action !== null) this.#action(action, here, contexts);
      else this.#script(here, contexts);
    }
  }

  #action(action: string, { step, at, run, optional }: Here, contexts: Contexts): void {
    const inputs = mapOf(step.with);
    const exported = signedInProject(action, inputs, contexts);
    if (exported !== null) run.exported.set('CLOUDSDK_CORE_PROJECT', optional ? null : exported);
    const project = projectOfSetup(action, inputs, contexts);
    if (project !== null) run.project = project;
    if (action === DEPLOY_ACTION) {
      const around = this.#around(run, contexts, { at, conditional: optional });
      this.#found.deployments.push(...deploymentsOfAction(inputs, contexts, around));
      return;
    }
    const composite = calledPart(action, this.#parts);
    if (composite === null || run.depth >= DEEPEST_CALL) {
      const what = opaqueAction(action);
      if (what !== null) this.#found.opaque.push({ what, at });
      return;
    }
    const inner = inputsOf(mapOf(composite.root.inputs), step.with, contexts);
    const nested = {
      ...run,
      document: composite,
      depth: run.depth + 1,
      optional,
      contexts: { ...contexts, inputs: inner },
    };
    this.#steps(mapOf(composite.root.runs).steps, nested, ['runs', 'steps']);
    run.project = nested.project;
  }

  #script(here: Here, contexts: Contexts): void {
    const { step, at, run } = here;
    const script = fill(textOf(step.run) ?? '', contexts);
    const shell = textOf(step.shell) ?? run.shell;
    if (shell !== null && !SHELLS.test(shell)) {
      if (script.includes('gcloud')) this.#found.opaque.push({ what: `a script for ${shell}`, at });
      return;
    }
    const commands = commandsOf(script, contexts.env);
    for (const command of commands) this.#command(command, here, contexts);
    for (const [name, value] of exportedBy(script, commands))
      run.exported.set(name, here.optional ? null : value);
  }

  #command(command: ShellCommand, { at, run, ...here }: Here, contexts: Contexts): void {
    const conditional = here.optional || command.conditional;
    const words = gcloudWords(command.words);
    const parsed = words === null ? null : parseGcloud(words);
    if (parsed?.verb === 'config set') {
      this.#configure(parsed, run, conditional);
      return;
    }
    const around = this.#around(run, contexts, { at, conditional });
    const deployment = parsed === null ? null : deploymentOf(parsed, around);
    const what = deployment === null ? opaqueCommand(words ?? command.words) : null;
    if (deployment !== null) this.#found.deployments.push(deployment);
    if (what !== null) this.#found.opaque.push({ what, at });
  }

  /** What may have been chosen is not known. */
  #configure({ subject, flags }: GcloudCommand, run: JobRun, conditional: boolean): void {
    const chosen = settingOf(flags.findLast(({ name }) => name === 'value')?.value ?? '');
    const value = conditional ? { ...chosen, known: false } : chosen;
    if (subject === 'project' || subject === 'core/project') run.project = value;
    if (subject === 'run/region') run.region = value;
  }

  #around(run: JobRun, { env }: Contexts, at: Pick<Surroundings, 'at' | 'conditional'>): Surroundings {
    const fromEnv = (...names: string[]) => {
      const value = names.map((name) => env.get(name)).find((known) => known !== undefined);
      return value === undefined ? null : settingOf(value);
    };
    return {
      ...at,
      chosen: run.chosen,
      project:
        fromEnv('CLOUDSDK_CORE_PROJECT') ?? run.project ?? fromEnv('GOOGLE_CLOUD_PROJECT', 'GCLOUD_PROJECT'),
      region: fromEnv('CLOUDSDK_RUN_REGION') ?? run.region,
    };
  }
}

/** The shell that a job or its workflow chose for all scripts; PowerShell is Windows' own. */
function usualShell(document: WorkflowDocument, job: JsonObject): string | null {
  const chosen = [job, document.root].map((one) => textOf(mapOf(mapOf(one.defaults).run).shell));
  const windows = textsOf(job['runs-on']).some((label) => label.startsWith('windows'));
  return chosen.find((shell) => shell !== null) ?? (windows ? 'pwsh' : null);
}

/** A command from its `gcloud` on, whatever runs it (`sudo`, `retry 3`); null where it only talks of it. */
function gcloudWords(words: readonly string[]): string[] | null {
  const at = words.indexOf('gcloud');
  return at === -1 || /^(?:echo|printf|cat|grep|which|command|if)$/.test(words[0] ?? '')
    ? null
    : words.slice(at);
}

function withEnv(contexts: Contexts, declared: Json | undefined): Contexts {
  const env = new Map(contexts.env);
  for (const [name, value] of Object.entries(mapOf(declared)))
    env.set(name, fill(textOf(value) ?? '', { ...contexts, env }));
  return { ...contexts, env };
}

const EMPTY: Record<string, string> = { boolean: 'false', number: '0' };

/** What the callee sees as `inputs`: what it is given, or else its own defaults; what has none is empty. */
function inputsOf(declared: JsonObject, given: Json | undefined, contexts: Contexts): Values {
  const inputs = new Map<string, string>();
  for (const [name, value] of Object.entries(declared)) {
    const { default: usual, type } = mapOf(value);
    inputs.set(name, textOf(usual) ?? EMPTY[textOf(type) ?? ''] ?? '');
  }
  for (const [name, value] of Object.entries(mapOf(given)))
    inputs.set(name, fill(textOf(value) ?? '', contexts));
  return inputs;
}
