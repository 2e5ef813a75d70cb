import { describeError } from '../../estate/sanitise.ts';
import type { CaptureTarget, RawDocument, ScopeOutcome, ScopeRef } from '../../estate/source.ts';
import type { JsonObject } from '../../snapshot/json.ts';
import type { Gap } from '../../snapshot/model.ts';
import type { ScopeProgress } from './progress.ts';
import type { Discovery } from './regions.ts';
import type { Transport } from './transport.ts';

/** What a reader of one resource class works with. */
export interface ReaderContext {
  transport: Transport;
  target: CaptureTarget;
  emit: (document: RawDocument) => void;
  signal: AbortSignal;
  /** Where the services of the project are: asked once, for all readers that go by regions. */
  serviceRegions: Promise<Discovery>;
  progress: ScopeProgress;
}

/** Reads one or more scopes of one environment. */
export type Reader = (context: ReaderContext) => Promise<ScopeOutcome[]>;

/** How many of those that went are named. */
const NAMED = 5;

/** The scope was read whole; `gone` are those of it that were deleted meanwhile. */
export function readWhole({ resource, region }: ScopeRef, gone: string[] = []): ScopeOutcome {
  if (gone.length === 0) return { resource, region, status: 'OK', detail: null, gaps: {} };
  const rest = gone.length > NAMED ? ` and ${gone.length - NAMED} more` : '';
  const detail = `deleted while being read: ${gone.slice(0, NAMED).join(', ')}${rest}`;
  return { resource, region, status: 'OK', detail, gaps: {}, gone };
}

/** The scope was not read. */
export function notRead(ref: ScopeRef, gap: Gap): ScopeOutcome {
  return { resource: ref.resource, region: ref.region, status: gap.status, detail: gap.detail, gaps: {} };
}

/** Runs a reader; an error of its own becomes the outcome of the scopes it answers for, and no others'. */
export async function guarded(
  refs: ScopeRef[],
  read: () => Promise<ScopeOutcome[]>,
): Promise<ScopeOutcome[]> {
  try {
    return await read();
  } catch (error) {
    return refs.map((ref) => notRead(ref, { status: 'ERROR', detail: describeError(error) }));
  }
}

/** Runs a reader in the same way, and counts its scopes. */
export async function readScopes(
  { progress }: ReaderContext,
  refs: ScopeRef[],
  read: () => Promise<ScopeOutcome[]>,
): Promise<ScopeOutcome[]> {
  progress.begun(refs);
  const outcomes = await guarded(refs, read);
  progress.ended(outcomes);
  return outcomes;
}

/** The last segment of a resource name: `projects/P/secrets/S` → `S`. Null where there is none. */
export function shortName(body: JsonObject): string | null {
  const name = body.name;
  const last = typeof name === 'string' ? name.slice(name.lastIndexOf('/') + 1) : '';
  return last === '' ? null : last;
}

/** A list with an entry nobody can name is a list that was not understood. */
export function nameless(what: string): Gap {
  return { status: 'ERROR', detail: `Google's list of ${what} has an entry without a name` };
}
