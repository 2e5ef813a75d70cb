import type { Json, JsonObject } from '../snapshot/json.ts';
import { mapOf, mapsOf, namesOf, textOf, type WorkflowDocument } from './document.ts';
import { dimensionsOf } from './matrix.ts';
import type { FilePlace, WorkflowJob, WorkflowStep } from './model.ts';
import { fileOf, localPath, type WorkflowParts } from './repository.ts';
import { commandsOf } from './shell.ts';

/** GitHub nests reusable workflows ten deep. */
export const DEEPEST_CALL = 10;
const COMMANDS_KEPT = 64;
/** More than any workflow has; a tangle of calls ends here. */
const MOST_JOBS = 1_000;

/** The jobs of a workflow, those of the reusable workflows of its repository behind their caller. */
export function jobsOf(document: WorkflowDocument, parts: WorkflowParts): WorkflowJob[] {
  const jobs: WorkflowJob[] = [];
  walkJobs({ document, parts, prefix: '', callers: [document.path] }, jobs);
  return jobs;
}

interface Walk {
  document: WorkflowDocument;
  parts: WorkflowParts;
  prefix: string;
  /** Paths of the workflows that call this one: one that calls itself ends there. */
  callers: string[];
}

function walkJobs({ document, parts, prefix, callers }: Walk, jobs: WorkflowJob[]): void {
  for (const [name, value] of Object.entries(mapOf(document.root.jobs))) {
    if (jobs.length >= MOST_JOBS) return;
    const job = jobOf(document, name, mapOf(value));
    const called = calledPart(job.calls, parts);
    jobs.push({ ...job, id: prefix + name });
    if (called === null || callers.includes(called.path) || callers.length >= DEEPEST_CALL) continue;
    const inner = { document: called, parts, prefix: `${prefix}${name}/` };
    walkJobs({ ...inner, callers: [...callers, called.path] }, jobs);
  }
}

/** The workflow of the same repository that a job calls; null where it calls none, or it could not be read. */
export function calledPart(calls: string | null, parts: WorkflowParts): WorkflowDocument | null {
  const path = calls === null ? null : localPath(calls);
  const part = path === null ? undefined : parts.get(fileOf(path));
  return part?.status === 'parsed' ? part.document : null;
}

function jobOf(document: WorkflowDocument, id: string, job: JsonObject): WorkflowJob {
  const uses = textOf(job.uses);
  const { action, version } = versioned(uses);
  return {
    id,
    needs: namesOf(job.needs).sort(),
    gate: textOf(job.environment) ?? textOf(mapOf(job.environment).name),
    condition: conditionOf(job.if),
    tolerant: isTolerant(job),
    matrix: dimensionsOf(job.strategy),
    calls: action,
    version,
    steps: mapsOf(job.steps).map(({ index, map }) =>
      stepOf(map, { path: document.path, line: document.lineOf(['jobs', id, 'steps', index]) }),
    ),
    at: { path: document.path, line: document.lineOf(['jobs', id]) },
  };
}

function stepOf(step: JsonObject, at: FilePlace): WorkflowStep {
  const uses = versioned(textOf(step.uses));
  return {
    name: textOf(step.name),
    ...uses,
    commands: uses.action === null ? programsOf(textOf(step.run) ?? '') : [],
    condition: conditionOf(step.if),
    tolerant: isTolerant(step),
    at,
  };
}

/** `actions/checkout@v4` as action and version; one of the repository has none. */
export function versioned(uses: string | null): { action: string | null; version: string | null } {
  if (uses === null) return { action: null, version: null };
  const at = uses.lastIndexOf('@');
  return at <= 0
    ? { action: uses, version: null }
    : { action: uses.slice(0, at), version: uses.slice(at + 1) };
}

/** `${{ x }}` and `x` are the same condition. */
function conditionOf(value: Json | undefined): string | null {
  const text = textOf(value);
  const inside = text === null ? null : (/^\$\{\{([\s\S]*)\}\}$/.exec(text)?.[1] ?? text);
  return inside === null ? null : inside.replaceAll(/\s+/g, ' ').trim();
}

function isTolerant(map: JsonObject): boolean {
  const value = textOf(map['continue-on-error']);
  return value !== null && value !== 'false';
}

/** What a script runs: programs with their first words, without flags, names and values. */
function programsOf(script: string): string[] {
  const programs = commandsOf(script, new Map()).flatMap(({ words }) => {
    const program = (words[0] ?? '').split('/').at(-1) ?? '';
    if (!/^[a-z][\w.+-]*$/i.test(program)) return [];
    const depth = program === 'gcloud' ? 4 : 1;
    const behind = words.slice(1, 1 + depth);
    const end = behind.findIndex((word) => !/^[a-z][a-z-]*$/.test(word));
    const verbs = end === -1 ? behind : behind.slice(0, end);
    return [[program, ...(TALKS.has(program) ? [] : verbs)].join(' ')];
  });
  return [...new Set(programs)].slice(0, COMMANDS_KEPT);
}

/** Programs whose first word is data. */
const TALKS = new Set(['echo', 'printf', 'cat', 'cd', 'exit', 'set', 'test', 'sleep', 'curl']);
