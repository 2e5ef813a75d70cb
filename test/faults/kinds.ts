import type { CoverageStatus } from '../../shared/snapshot/model.ts';
import type { GoogleFault } from '../simulator/google-faults.ts';
import type { ApiRow } from './apis.ts';

/** One way for a call to fail, and what is to be said of it. */
export interface FaultKind {
  name: string;
  fault: Omit<GoogleFault, 'match'>;
  status: CoverageStatus;
  /** What the detail holds: what happened, and what mends it where somebody can. */
  says: (row: ApiRow) => string;
  /** Times a request of the row is sent; a whole number for each, so that a storm is seen. */
  tries: number;
  /** Play it with a change that is open already: it must be lost from sight, and be seen again. */
  known?: true;
  /** Only an answer with pages can fail like this. */
  lists?: true;
  /** One try takes at most this long (milliseconds, on the real clock). */
  timeoutMs?: number;
}

const PATIENCE = 5;

function addressOf({ address, host }: ApiRow): string {
  return address ?? host;
}

export const KINDS: FaultKind[] = [
  {
    name: '403',
    known: true,
    fault: { kind: 'denied' },
    status: 'DENIED',
    says: ({ permission }) => `${permission} is missing in shop-prod: add it to the custom role`,
    tries: 1,
  },
  {
    name: '403 SERVICE_DISABLED',
    fault: { kind: 'service-disabled' },
    status: 'API_DISABLED',
    says: ({ host }) => `gcloud services enable ${host} --project shop-prod`,
    tries: 1,
  },
  {
    name: '404',
    fault: { kind: 'not-found' },
    status: 'ERROR',
    says: (row) => `${addressOf(row)} knows nothing of this in shop-prod (404)`,
    tries: 1,
  },
  {
    name: '429 without Retry-After',
    fault: { kind: 'throttled' },
    status: 'THROTTLED',
    says: () => '(429, 5 tries): lower PLUMBLINE_CONCURRENCY or raise the quota',
    tries: PATIENCE,
  },
  {
    name: '429 with Retry-After',
    fault: { kind: 'throttled', retryAfter: 9 },
    status: 'THROTTLED',
    says: () => '(429, 5 tries, asks to wait 9 s): lower PLUMBLINE_CONCURRENCY or raise the quota',
    tries: PATIENCE,
  },
  {
    name: '429 with a Retry-After beyond all patience',
    fault: { kind: 'throttled', retryAfter: 3600 },
    status: 'THROTTLED',
    says: () => '(429, asks to wait 3600 s)',
    tries: 1,
  },
  {
    name: '500',
    fault: { kind: 'internal' },
    status: 'UNREACHABLE',
    says: (row) => `${addressOf(row)} failed for shop-prod (500, 5 tries)`,
    tries: PATIENCE,
  },
  {
    name: '503',
    known: true,
    fault: { kind: 'unavailable' },
    status: 'UNREACHABLE',
    says: (row) => `${addressOf(row)} failed for shop-prod (503, 5 tries)`,
    tries: PATIENCE,
  },
  {
    name: 'slow beyond the limit',
    fault: { kind: 'slow' },
    status: 'UNREACHABLE',
    says: (row) => `${addressOf(row)} did not answer for shop-prod within 0.04 s, 2 tries`,
    tries: 2,
    timeoutMs: 40,
  },
  {
    name: 'connection cut in the body',
    fault: { kind: 'cut' },
    status: 'UNREACHABLE',
    says: (row) => `${addressOf(row)} could not be reached for shop-prod`,
    tries: PATIENCE,
  },
  {
    name: 'malformed JSON',
    fault: { kind: 'malformed' },
    status: 'ERROR',
    says: (row) => `${addressOf(row)} answered for shop-prod with something that is not a JSON object`,
    tries: 1,
  },
  {
    name: 'missing second page',
    known: true,
    fault: { kind: 'missing-second-page' },
    status: 'UNREACHABLE',
    says: (row) => `${addressOf(row)} failed for shop-prod (500, 5 tries) (page 2 of the list)`,
    tries: 1 + PATIENCE,
    lists: true,
  },
  {
    name: 'unreachable',
    fault: { kind: 'unreachable-region' },
    status: 'UNREACHABLE',
    says: () => 'did not answer',
    tries: 1,
    lists: true,
  },
];

/** A failure that passes inside one pass: waited for, and nothing is missing. */
export const PASSING: FaultKind['fault'] = { kind: 'throttled', retryAfter: 30, times: 1 };
