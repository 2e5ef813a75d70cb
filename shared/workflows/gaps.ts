import type { Contract } from '../contract/model.ts';
import { type CoverageLine, WORKFLOW_FILES } from '../snapshot/model.ts';
import type { WorkflowReadings } from './model.ts';

/**
 * A line of the coverage for each environment whose workflow was asked for and refused, or not answered.
 * Where nobody has it to read (no checkout beside the contract), the check says so, and that is all.
 */
export function workflowGaps({ environments }: Contract, readings: WorkflowReadings): CoverageLine[] {
  return environments.flatMap(({ name: environment, project }) => {
    const reading = readings.get(environment);
    if (reading?.status !== 'unread' || reading.gap.status === 'NOT_CAPTURED') return [];
    return { environment, project, region: null, resource: WORKFLOW_FILES, ...reading.gap };
  });
}
