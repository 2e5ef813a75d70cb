import type { Waiver } from '../contract/model.ts';
import type { Report } from './report.ts';

export interface WaiverState {
  waiver: Waiver;
  state: 'in use' | 'expired' | 'stale';
}

/**
 * Every waiver the report has something to say of: those that cover a result now, those that ended, and
 * those that match nothing any more. One that ended and matches nothing is expired.
 */
export function waiverStates(report: Report): WaiverState[] {
  const used = new Set(report.checks.flatMap(({ results }) => results.flatMap(({ waiver }) => waiver ?? [])));
  const expired = new Set(report.expiredWaivers);
  return [
    ...[...used].map((waiver) => ({ waiver, state: 'in use' as const })),
    ...report.expiredWaivers.map((waiver) => ({ waiver, state: 'expired' as const })),
    ...report.staleWaivers
      .filter((waiver) => !expired.has(waiver))
      .map((waiver) => ({ waiver, state: 'stale' as const })),
  ];
}

/** Whom and what a waiver is for: `ingress of web in dev`. */
export function waiverScope({ check, roles, environments, path }: Waiver): string {
  const whose = roles === null ? '' : ` of ${roles.join(', ')}`;
  const where = environments === null ? '' : ` in ${environments.join(', ')}`;
  return `${check}${path === null ? '' : ` ${path}`}${whose}${where}`;
}
