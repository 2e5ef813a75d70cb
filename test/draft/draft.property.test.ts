import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { loadContract } from '../../shared/contract/load.ts';
import { draftContract } from '../../shared/draft/draft.ts';
import { PlumblineError } from '../../shared/errors.ts';
import { NOW } from '../fakes/check-tester.ts';
import { type EnvironmentDraft, fingerprintOf, snapshotOf } from '../fakes/snapshot-builder.ts';
import { estates } from './estates.ts';

/** A draft of an estate; null where nothing was found to draft from. */
function draftOf(estate: Record<string, EnvironmentDraft>): string | null {
  const targets = Object.keys(estate).map((name) => ({ name, project: `acme-${name}` }));
  try {
    const snapshot = snapshotOf(estate);
    return draftContract({ snapshot, targets, regions: ['us-central1'], now: NOW, fingerprintOf });
  } catch (error) {
    if (error instanceof PlumblineError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

test('whatever the estate, its draft is a contract under which nothing of it fails', () => {
  let drafted = 0;
  fc.assert(
    fc.property(estates, (estate) => {
      const text = draftOf(estate);
      if (text === null) return;
      drafted += 1;
      const context = { snapshot: snapshotOf(estate), now: NOW, fingerprintOf };
      const { checks, staleUndecided } = evaluateContract({
        ...context,
        contract: loadContract(text, 'd.yaml'),
      });
      const failing = checks.flatMap(({ id, results }) =>
        results.filter(({ status }) => status === 'FAIL').map(({ message }) => `${id}: ${message}`),
      );
      expect(failing).toEqual([]);
      expect(staleUndecided).toEqual([]);
    }),
    { numRuns: 150 },
  );
  expect(drafted).toBeGreaterThan(90);
});

test('the same estate, the same bytes', () => {
  fc.assert(
    fc.property(estates, (estate) => expect(draftOf(structuredClone(estate))).toBe(draftOf(estate))),
    { numRuns: 20 },
  );
});

test('no value of the estate stands in its draft', () => {
  fc.assert(
    fc.property(estates, (estate) => {
      const text = draftOf(estate) ?? '';
      expect(text).not.toContain(fingerprintOf('a'));
      expect(text).not.toMatch(/\bvalue:/);
    }),
    { numRuns: 20 },
  );
});
