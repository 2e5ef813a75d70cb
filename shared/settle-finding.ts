import { withoutCredentials } from './credentials.ts';
import { PlumblineError } from './errors.ts';
import type { FindingRecord } from './findings/model.ts';
import {
  acceptFinding,
  reopenFinding,
  type Settlement,
  settledOrThrow,
  silenceFinding,
} from './findings/settle.ts';
import type { StateStore } from './ports.ts';

/** What a person decides about one finding. Dates are RFC 3339 or bare; a bare one ends with its day, UTC. */
export type SettleRequest =
  | { action: 'accept'; by: string; reason: string; expires: string | null }
  | { action: 'silence'; by: string; until: string }
  | { action: 'reopen'; by: string };

/** Settles a finding and keeps who did it; throws NOT_FOUND, CONFLICT where its state forbids it, or USAGE. */
export async function settleFinding(
  store: StateStore,
  request: SettleRequest & { fingerprint: string },
  now: Date,
): Promise<FindingRecord> {
  const settled = await store.updateFinding(request.fingerprint, (record) =>
    settledOrThrow(decide(record, tellable(request), now)),
  );
  if (settled === null) throw new PlumblineError('NOT_FOUND', `there is no finding ${request.fingerprint}`);
  return settled;
}

function tellable(request: SettleRequest): SettleRequest {
  const by = withoutCredentials(request.by);
  return request.action === 'accept'
    ? { ...request, by, reason: withoutCredentials(request.reason) }
    : { ...request, by };
}

function decide(record: FindingRecord, request: SettleRequest, now: Date): Settlement {
  if (request.action === 'accept') return acceptFinding(record, request, now);
  return request.action === 'silence'
    ? silenceFinding(record, request, now)
    : reopenFinding(record, request, now);
}

/** The one finding whose fingerprint begins so; throws NOT_FOUND or USAGE where there is none, or more than one. */
export function findingByPrefix(records: FindingRecord[], prefix: string): FindingRecord {
  const matches = records.filter(({ fingerprint }) => fingerprint.startsWith(prefix.toLowerCase()));
  const [only, ...others] = matches;
  if (only === undefined)
    throw new PlumblineError(
      'NOT_FOUND',
      `no finding begins with ${prefix}; plumbline findings list --state all shows them`,
    );
  if (others.length === 0) return only;
  throw new PlumblineError('USAGE', `${matches.length} findings begin with ${prefix}; give more of the id`);
}
