import type { z } from 'zod';
import type { RESOURCE_SETTINGS } from '../model.ts';
import { oneOf } from './one-of.ts';
import type { Vary } from './per-environment.ts';
import { cpu, memory, timeout } from './quantity.ts';
import { section } from './section.ts';
import { wholeNumber } from './words.ts';

/** `request`: CPU while a request is served; `always`: all the time an instance lives. */
export const CPU_ALLOCATIONS = ['request', 'always'] as const;

/** Generation of the sandbox a container runs in. */
export const EXECUTION_ENVIRONMENTS = ['gen1', 'gen2'] as const;

/** CPU, memory and scale of a service. */
export function resources(vary: Vary) {
  return section('resources', {
    cpu: vary(cpu()).optional().describe('CPU limit of the serving container: 1, 0.5, 500m.'),
    memory: vary(memory()).optional().describe('Memory limit of the serving container: 512Mi, 2Gi.'),
    concurrency: vary(wholeNumber(1, 1_000)).optional().describe('Requests one instance serves at a time.'),
    timeout: vary(timeout()).optional().describe('Longest time a request may take: 300s, 5m.'),
    minInstances: vary(wholeNumber(0, 10_000)).optional().describe('Fewest instances kept running.'),
    maxInstances: vary(wholeNumber(1, 10_000)).optional().describe('Most instances ever running.'),
    executionEnvironment: vary(oneOf(EXECUTION_ENVIRONMENTS)).optional().describe('Sandbox generation.'),
    cpuAllocation: vary(oneOf(CPU_ALLOCATIONS))
      .optional()
      .describe('request: CPU while a request is served; always: as long as an instance lives.'),
  } satisfies Record<(typeof RESOURCE_SETTINGS)[number], z.ZodType>).describe('CPU, memory and scale.');
}
