import type { Raw } from '../context.ts';
import { objectAt } from '../read.ts';
import { OUTPUT, type Setter } from './annotations.ts';
import { poolStatus } from './status.ts';
import { restTemplate } from './template.ts';
import { restAllocation, restWorkload, WORKLOAD_SETTERS } from './workload.ts';

const RULE = {
  collection: 'workerPools',
  spec: new Set(['template', 'instanceSplits']),
  setters: new Map<string, Setter>(WORKLOAD_SETTERS),
  noise: OUTPUT,
};

/** A v1 worker pool in v2 shape. */
export function restWorkerPool(raw: Raw): Raw {
  const spec = objectAt(raw.spec, 'spec');
  const out = restWorkload(raw, RULE);
  out.template = restTemplate(spec.template, 'own');
  out.instanceSplits = restAllocation(spec.instanceSplits, 'spec.instanceSplits');
  return Object.assign(out, poolStatus(raw));
}
