import { isObject } from '../../json.ts';
import type { Raw } from '../context.ts';
import { isAbsent, listAt, objectAt } from '../read.ts';
import {
  into,
  intoMessage,
  listInto,
  membersBut,
  parsed,
  type Setter,
  spreadAnnotations,
} from './annotations.ts';

const SCALING_MODE = { automatic: 'AUTOMATIC', manual: 'MANUAL' };
const TARGET = new Set(['configurationName', 'latestRevision', 'revisionName', 'url']);

/** Annotations that are settings of services, jobs and worker pools alike. */
export const WORKLOAD_SETTERS: readonly (readonly [string, Setter])[] = [
  ['run.googleapis.com/launch-stage', into('launchStage')],
  ['run.googleapis.com/description', into('description')],
  ['run.googleapis.com/custom-audiences', parsed(listInto('customAudiences'))],
  ['run.googleapis.com/minScale', intoMessage('scaling', 'minInstanceCount')],
  ['run.googleapis.com/maxScale', intoMessage('scaling', 'maxInstanceCount')],
  ['run.googleapis.com/scalingMode', intoMessage('scaling', 'scalingMode', SCALING_MODE)],
  ['run.googleapis.com/manualInstanceCount', intoMessage('scaling', 'manualInstanceCount')],
  ['run.googleapis.com/binary-authorization', binaryAuthorization],
  [
    'run.googleapis.com/binary-authorization-breakglass',
    intoMessage('binaryAuthorization', 'breakglassJustification'),
  ],
  ['run.googleapis.com/lastModifier', into('lastModifier')],
  ['serving.knative.dev/lastModifier', into('lastModifier')],
];

/** How a kind of v1 document is taken apart. */
interface Rule {
  /** v2's collection of it. */
  collection: string;
  /** Members of `spec` that are translated by the kind itself. */
  spec: ReadonlySet<string>;
  setters: ReadonlyMap<string, Setter>;
  noise: ReadonlySet<string>;
}

/** What v1 documents have in common, in v2 shape: names, labels, annotations and the settings among them. */
export function restWorkload(raw: Raw, rule: Rule): Raw {
  const metadata = objectAt(raw.metadata, 'metadata');
  const out = membersBut(objectAt(raw.spec, 'spec'), rule.spec);
  out.annotations = spreadAnnotations(objectAt(metadata.annotations, 'metadata.annotations'), rule, out);
  if (!isAbsent(metadata.namespace))
    out.name = `projects/${metadata.namespace}/${rule.collection}/${metadata.name}`;
  out.labels = metadata.labels;
  out.uid = metadata.uid;
  out.generation = metadata.generation;
  return out;
}

/** Traffic targets, or the like of a worker pool: what is not for a revision is for the latest one. */
export function restAllocation(value: unknown, where: string): Raw[] {
  return listAt(value, where).map((item) => {
    const raw = objectAt(item, where);
    const out: Raw = membersBut(raw, TARGET);
    if (!isAbsent(raw.revisionName)) out.revision = raw.revisionName;
    return out;
  });
}

function binaryAuthorization(out: Raw, text: string): boolean {
  const known = isObject(out.binaryAuthorization) ? out.binaryAuthorization : {};
  out.binaryAuthorization = { ...known, ...(text === 'default' ? { useDefault: true } : { policy: text }) };
  return true;
}
