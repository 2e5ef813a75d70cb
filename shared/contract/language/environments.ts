import { z } from 'zod';
import { addClash } from './clash.ts';
import { projectId, projectNumber, region } from './google.ts';
import { environmentName, givenName, type Names } from './names.ts';
import { section, someOf } from './section.ts';
import { flag, must } from './words.ts';

/** The environments of the estate, by name. */
export function environments() {
  return z
    .record(givenName('an environment'), environment(), must('a map of environments by name'))
    .refine((map) => Object.keys(map).length > 0, { error: 'names no environment' })
    .meta({
      description: 'The environments of the estate, by name.',
      examples: [{ dev: { project: 'acme-dev', regions: ['us-central1'] } }],
    });
}

function environment() {
  return section('an environment', {
    project: projectId().describe('Project id of the environment.'),
    projectNumber: projectNumber()
      .optional()
      .describe('Project number: lets values that mention it be noticed in other environments.'),
    regions: someOf('a list of regions', region()).describe(
      'Regions the services of this environment belong in.',
    ),
    protected: flag().optional().describe('Findings here weigh more (production).'),
  });
}

/** Pairs of environments to hold against each other. */
export function compare(names: Names) {
  const due = must('a pair of environments: [candidate, reference]');
  const pair = z
    .tuple([environmentName(names), environmentName(names)], due)
    .superRefine(([candidate, reference], context) => {
      if (candidate === reference) {
        addClash(context, { path: [1], other: [0], message: `compares ${candidate} with itself` });
      }
    });
  return z
    .array(pair, must('a list of pairs of environments'))
    .superRefine(samePairTwice)
    .describe('Pairs of environments held against each other: [candidate, reference].');
}

function samePairTwice(pairs: [string, string][], context: z.RefinementCtx): void {
  const seen = new Map<string, number>();
  for (const [index, pair] of pairs.entries()) {
    const key = pair.toSorted().join('\n');
    const first = seen.get(key);
    if (first !== undefined) {
      const message = `compares ${pair.join(' and ')} a second time`;
      addClash(context, { path: [index], other: [first], message });
    }
    seen.set(key, first ?? index);
  }
}
