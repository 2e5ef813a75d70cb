import type { FindingRecord, TransitionKind } from '../../shared/findings/model.ts';
import { type CoverageLine, compareText } from '../../shared/snapshot/model.ts';
import type { Passed } from './world.ts';

/** Every line of the coverage that is not OK. */
export function gaps({ report }: Passed): CoverageLine[] {
  return report.coverage.filter(({ status }) => status !== 'OK');
}

/** `environment resource[/region] STATUS` of every gap. */
export function gapsOf(passed: Passed): string[] {
  return sorted(gaps(passed).map((entry) => `${entry.environment} ${scopeName(entry)} ${entry.status}`));
}

/** `run.services/us-central1`, or the class alone where it has no regions. */
export function scopeName({ resource, region }: Pick<CoverageLine, 'resource' | 'region'>): string {
  return region === null ? resource : `${resource}/${region}`;
}

/** Resource and path of every transition of a kind; `of` narrows it to findings of a kind. */
export function subjects(passed: Passed, kind: TransitionKind, of?: FindingRecord['kind']): string[] {
  const kinds = new Map(passed.moved.map((record) => [record.fingerprint, record.kind]));
  return sorted(
    passed.transitions
      .filter((one) => one.kind === kind && (of === undefined || kinds.get(one.fingerprint) === of))
      .map(({ subject }) => subject ?? ''),
  );
}

/** Resource and path of everything people were told in a pass, once for each time they were told. */
export function tellings(passed: Passed): string[] {
  return sorted(
    passed.told.flatMap(({ message }) =>
      message.items.map(({ finding: { resource, path }, transition }) =>
        [transition, resource, path].filter((word) => word !== null).join(' '),
      ),
    ),
  );
}

/** In the order of their text. */
export function sorted(lines: Iterable<string>): string[] {
  return [...lines].sort(compareText);
}
