import { isObject } from '../../json.ts';
import type { Raw } from '../context.ts';
import { isAbsent, listAt, numberAt, objectAt, textAt } from '../read.ts';
import { restAllocation } from './workload.ts';

const STATE: Record<string, string> = { true: 'CONDITION_SUCCEEDED', false: 'CONDITION_FAILED' };

/** How far a v1 resource is, in v2 words. A document without a status was written by hand and waits for nothing. */
export function restState(raw: Raw): Raw {
  if (isAbsent(raw.status)) return {};
  const status = objectAt(raw.status, 'status');
  const state = readyState(status);
  return { reconciling: state === undefined || !isObserved(raw, status), terminalCondition: { state } };
}

/** The same with the revisions of a worker pool or a service. */
export function poolStatus(raw: Raw): Raw {
  const status = objectAt(raw.status, 'status');
  return Object.assign(restState(raw), {
    latestCreatedRevision: status.latestCreatedRevisionName,
    latestReadyRevision: status.latestReadyRevisionName,
  });
}

/** The same with who serves the traffic of a service, and where. */
export function serviceStatus(raw: Raw): Raw {
  const status = objectAt(raw.status, 'status');
  return Object.assign(poolStatus(raw), {
    trafficStatuses: restAllocation(status.traffic, 'status.traffic'),
    uri: status.url,
  });
}

function readyState(status: Raw): string | undefined {
  const ready = listAt(status.conditions, 'status.conditions').find(
    (condition) => isObject(condition) && condition.type === 'Ready',
  );
  const word = isObject(ready) ? textAt(ready.status, 'status.conditions.status') : undefined;
  return STATE[word?.toLowerCase() ?? ''];
}

function isObserved(raw: Raw, status: Raw): boolean {
  const wanted = numberAt(objectAt(raw.metadata, 'metadata').generation, 'metadata.generation');
  const observed = numberAt(status.observedGeneration, 'status.observedGeneration');
  return wanted === undefined || observed === undefined || wanted === observed;
}
