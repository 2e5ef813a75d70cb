import { hash } from 'node:crypto';
import type { ReducedValue } from '../../shared/estate/reduce.ts';
import type { ResourceClass, ResourceDocument } from '../../shared/snapshot/model.ts';
import { canonicalDocument } from '../../shared/snapshot/normalise.ts';
import { NUMBER, PROJECT, REGION } from './service-spec.ts';

/** A reducer with a key of its own; the values' hashes are all that is left of them. */
export function reduce(_environment: string, value: string): ReducedValue {
  return { kind: 'literal', fingerprint: hash('sha256', `test key ${value}`), mentions: [] };
}

/** The canonical document of a body, as the environment `prod` of the tests' project; throws where it is none. */
export function documentOf(resource: ResourceClass, name: string, body: unknown): ResourceDocument {
  const answer = answerOf(resource, name, body);
  if (!answer.ok) throw new Error(answer.problem);
  return answer.document;
}

/** The same, the problem told instead. */
export function answerOf(resource: ResourceClass, name: string, body: unknown) {
  const region = resource.startsWith('run.') ? REGION : null;
  const context = { environment: 'prod', project: PROJECT, projectNumber: NUMBER, reduce };
  return canonicalDocument({ resource, region, name, body }, context);
}
