import type { JsonObject } from '../json.ts';
import type { Place, Raw } from './context.ts';
import { annotations, labels } from './labels.ts';
import { countAt, flagAt, objectAt, put, textAt } from './read.ts';
import { taskTemplate } from './template.ts';
import { keepUnknown } from './unknown.ts';
import { binaryAuthorization, launchStage } from './workload.ts';

/** Read here, or output that says nothing of what was asked for. */
const JOB = new Set(
  (
    'annotations binaryAuthorization labels launchStage runExecutionToken startExecutionToken template ' +
    'name uid generation createTime updateTime deleteTime expireTime creator lastModifier client clientVersion ' +
    'observedGeneration terminalCondition conditions executionCount latestCreatedExecution reconciling ' +
    'satisfiesPzs etag'
  ).split(' '),
);
const EXECUTION = new Set(
  'annotations client clientVersion delayExecution labels parallelism taskCount template'.split(' '),
);

/** The intent of a v2 REST job: noise and documented defaults dropped, what nobody knows kept. */
export function jobFields(raw: Raw, place: Place): JsonObject {
  const out: JsonObject = {};
  put(out, 'annotations', annotations(raw.annotations, place, 'annotations'));
  put(out, 'binaryAuthorization', binaryAuthorization(raw.binaryAuthorization, place));
  put(out, 'labels', labels(raw.labels, place, 'labels'));
  put(out, 'launchStage', launchStage(raw.launchStage));
  put(out, 'runExecutionToken', textAt(raw.runExecutionToken, 'runExecutionToken'));
  put(out, 'startExecutionToken', textAt(raw.startExecutionToken, 'startExecutionToken'));
  put(out, 'template', executionTemplate(raw.template, place));
  keepUnknown(out, raw, { known: JOB, place });
  return out;
}

/** An absent task count is 1; an absent parallelism is as much as there can be. */
function executionTemplate(value: unknown, place: Place): JsonObject {
  const raw = objectAt(value, 'template');
  const out: JsonObject = {};
  put(out, 'annotations', annotations(raw.annotations, place, 'template.annotations'));
  put(out, 'delayExecution', flagAt(raw.delayExecution, 'template.delayExecution'));
  put(out, 'labels', labels(raw.labels, place, 'template.labels'));
  put(out, 'parallelism', countAt(raw.parallelism, 'template.parallelism'));
  const tasks = countAt(raw.taskCount, 'template.taskCount');
  put(out, 'taskCount', tasks === 1 ? undefined : tasks);
  put(out, 'template', taskTemplate(raw.template, place));
  keepUnknown(out, raw, { known: EXECUTION, place });
  return out;
}
