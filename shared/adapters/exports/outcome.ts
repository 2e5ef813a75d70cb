import type { ScopeOutcome, ScopeRef } from '../../estate/source.ts';
import type { Gap } from '../../snapshot/model.ts';

/** The outcome of a scope whose documents were handed over, save for the owners in `gaps`. */
export function readOutcome(
  scope: ScopeRef,
  gaps: Record<string, Gap> = noGaps(),
  detail: string | null = null,
): ScopeOutcome {
  return { resource: scope.resource, region: scope.region, status: 'OK', detail, gaps };
}

/** The outcome of a scope that was not read. */
export function gapOutcome(scope: ScopeRef, gap: Gap): ScopeOutcome {
  return { resource: scope.resource, region: scope.region, ...gap, gaps: noGaps() };
}

/** The gap of a file that is not there, with the command that fills it. */
export function missing(file: string, command: string): Gap {
  return { status: 'NOT_CAPTURED', detail: `${file} is missing; it holds what this prints: ${command}` };
}

/** No gaps yet; without a prototype, since a secret may be called `__proto__`. */
export function noGaps(): Record<string, Gap> {
  return Object.create(null);
}

/** Adds a gap; where the name has one, the first status stays and both details are told. */
export function addGap(gaps: Record<string, Gap>, name: string, gap: Gap): void {
  const known = gaps[name];
  gaps[name] = known === undefined ? gap : { ...known, detail: `${known.detail}; ${gap.detail}` };
}
