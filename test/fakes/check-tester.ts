import type { Check, CheckContext, RawResult } from '../../shared/checks/model.ts';
import { type ContractDraft, contractOf } from './contract-builder.ts';
import { type EnvironmentDraft, fingerprintOf, snapshotOf } from './snapshot-builder.ts';

/** A case for one check: what is wanted, what is there. */
export interface CheckCase {
  contract: ContractDraft;
  estate: Record<string, EnvironmentDraft>;
}

export const NOW = new Date('2026-02-27T03:00:00Z');

export function contextOf(given: CheckCase): CheckContext {
  return {
    contract: contractOf(given.contract),
    snapshot: snapshotOf(given.estate),
    now: NOW,
    fingerprintOf,
  };
}

/** Runs one check over one case. */
export function runCheck(check: Check, given: CheckCase): RawResult[] {
  return check.run(contextOf(given));
}

/** Results as short lines, for tables: `FAIL prod run.services/us-central1/app ingress`. */
export function brief(results: readonly RawResult[]): string[] {
  return results.map(({ status, blind, environments, resource, path }) =>
    [blind ? 'BLIND' : status, environments.join('/'), shortId(resource), path]
      .filter((word) => word !== null)
      .join(' '),
  );
}

function shortId(resource: string | null): string | null {
  return (
    resource?.replace('run.services/us-central1/', '').replace('resourcemanager.projects/', 'project ') ??
    null
  );
}
