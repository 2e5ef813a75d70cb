import { isObject } from '../../json.ts';
import { ForeignDocument, type Raw } from '../context.ts';
import { objectAt } from '../read.ts';
import { membersBut, OUTPUT, type Setter } from './annotations.ts';
import { restState } from './status.ts';
import { restTemplate } from './template.ts';
import { restWorkload, WORKLOAD_SETTERS } from './workload.ts';

const RULE = {
  collection: 'jobs',
  spec: new Set(['template']),
  setters: new Map<string, Setter>(WORKLOAD_SETTERS),
  noise: OUTPUT,
};
const EXECUTION = new Set(['template']);

/**
 * A v1 job in v2 shape. Its tasks' settings that are annotations stand on the execution's metadata, and
 * belong to the task in v2.
 */
export function restJob(raw: Raw): Raw {
  const out = restWorkload(raw, RULE);
  const execution = objectAt(objectAt(raw.spec, 'spec').template, 'spec.template');
  const spec = objectAt(execution.spec, 'spec.template.spec');
  if (!isObject(spec.template)) throw new ForeignDocument('spec.template.spec.template is missing');
  const task = restTemplate({ metadata: execution.metadata, spec: spec.template.spec }, 'own');
  const { annotations, labels, ...template } = task;
  out.template = { ...membersBut(spec, EXECUTION), annotations, labels, template };
  return Object.assign(out, restState(raw));
}
