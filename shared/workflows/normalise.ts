import type { JsonObject } from '../snapshot/json.ts';
import { compareText } from '../snapshot/model.ts';
import { deploymentsOf } from './deployments.ts';
import { mapOf, namesOf, textOf, whyNoWorkflow } from './document.ts';
import type { OpaqueStep, Workflow, WorkflowReading } from './model.ts';
import type { WorkflowParts } from './repository.ts';
import { jobsOf } from './structure.ts';

/** The workflow at `path` of a branch, from the files it is made of. Holds no script and no value of a variable. */
export function normaliseWorkflow(
  parts: WorkflowParts,
  { path, branch }: { path: string; branch: string },
): WorkflowReading {
  const part = parts.get(path);
  if (part === undefined)
    return { status: 'unread', gap: { status: 'NOT_CAPTURED', detail: `${path} was not read` } };
  if (part.status !== 'parsed') return part;
  const problem = whyNoWorkflow(part.document);
  if (problem !== null) return { status: 'broken', problem };
  const { root } = part.document;
  const { deployments, opaque } = deploymentsOf(part.document, parts, branch);
  return {
    status: 'read',
    workflow: {
      path,
      triggers: namesOf(root.on).sort(),
      permissions: permissionsOf(root),
      serial: root.concurrency !== undefined,
      jobs: jobsOf(part.document, parts),
      deployments,
      opaque: withoutRepetition(opaque),
      unread: unreadParts(parts),
    },
  };
}

function permissionsOf(root: JsonObject): string | null {
  const { permissions } = root;
  if (permissions === undefined) return null;
  const entries = Object.entries(mapOf(permissions)).sort(([a], [b]) => compareText(a, b));
  return (
    textOf(permissions) ?? entries.map(([scope, level]) => `${scope}: ${textOf(level) ?? 'none'}`).join(', ')
  );
}

/** A file that is broken says as little about what it deploys as one that was not read. */
function unreadParts(parts: WorkflowParts): Workflow['unread'] {
  return [...parts]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([path, part]) => {
      if (part.status === 'parsed') return [];
      const gap =
        part.status === 'unread' ? part.gap : { status: 'ERROR' as const, detail: `it ${part.problem}` };
      return [{ path, gap }];
    });
}

function withoutRepetition(steps: readonly OpaqueStep[]): OpaqueStep[] {
  return [...new Map(steps.map((step) => [`${step.what}|${step.at.path}|${step.at.line}`, step])).values()];
}
