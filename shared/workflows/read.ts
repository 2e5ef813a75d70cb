import type { Contract } from '../contract/model.ts';
import type { WorkflowReading, WorkflowReadings } from './model.ts';
import { normaliseWorkflow } from './normalise.ts';
import { readParts } from './repository.ts';
import type { WorkflowSource } from './source.ts';

/**
 * Reads and normalises the workflow of each environment of the contract. Of what is read only the
 * normalised form leaves here. `source` null: nobody can read them, which is a gap.
 */
export async function readWorkflows(
  contract: Contract,
  source: WorkflowSource | null,
  signal: AbortSignal,
): Promise<WorkflowReadings> {
  const readings = await Promise.all(
    contract.environments.map(async ({ name }): Promise<[string, WorkflowReading][]> => {
      const file = contract.workflows?.files.get(name);
      if (file === undefined) return [];
      if (source === null) return [[name, NOBODY]];
      const parts = await readParts(source, file, signal);
      return [[name, normaliseWorkflow(parts, file)]];
    }),
  );
  return new Map(readings.flat());
}

const NOBODY: WorkflowReading = {
  status: 'unread',
  gap: { status: 'NOT_CAPTURED', detail: 'nothing here reads workflows' },
};
