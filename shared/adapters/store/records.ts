import type { OutboxEntry } from '../../alerts/model.ts';
import type { BreakGlassWindow } from '../../break-glass/model.ts';
import { PlumblineError } from '../../errors.ts';
import type { FindingRecord, Transition } from '../../findings/model.ts';
import type { Baseline, PassHealth, RunRecord } from '../../ports.ts';
import { isObject } from '../../snapshot/json.ts';

/** The error for stored data that cannot be what was written; it is never taken for absent data. */
export function corrupt(what: string, cause?: unknown): PlumblineError {
  return new PlumblineError(
    'STORE_CORRUPT',
    `the store's ${what} is damaged: restore the store from a backup, or delete that record knowingly`,
    { cause },
  );
}

/** A stored finding; throws STORE_CORRUPT unless the text is the record of that fingerprint. */
export function parseFinding(text: string, fingerprint: string): FindingRecord {
  return parseKeyed<FindingRecord>(text, 'fingerprint', fingerprint, 'finding');
}

/** A stored outbox entry; throws STORE_CORRUPT unless the text is the entry of that id. */
export function parseEntry(text: string, id: string): OutboxEntry {
  return parseKeyed<OutboxEntry>(text, 'id', id, 'outbox entry');
}

/** A stored run; throws STORE_CORRUPT unless the text is the record of that run. */
export function parseRun(text: string, runId: string): RunRecord {
  return parseKeyed<RunRecord>(text, 'runId', runId, 'run');
}

/** A stored break-glass window; throws STORE_CORRUPT unless the text is the window of that id. */
export function parseWindow(text: string, id: string): BreakGlassWindow {
  return parseKeyed<BreakGlassWindow>(text, 'id', id, 'break-glass window');
}

/** A stored baseline; throws STORE_CORRUPT unless every scope has a pointer. */
export function parseBaseline(text: string): Baseline {
  const value = parseJson(text, 'baseline');
  if (!isObject(value)) throw corrupt('baseline');
  for (const pointer of Object.values(value)) {
    if (!isObject(pointer) || typeof pointer.sha256 !== 'string') throw corrupt('baseline');
  }
  return value as unknown as Baseline;
}

/** Stored health of a pass; throws STORE_CORRUPT where it cannot be one. */
export function parseHealth(text: string): PassHealth {
  const value = parseJson(text, 'health');
  if (!isObject(value) || !Number.isSafeInteger(value.partialInARow)) throw corrupt('health');
  return value as unknown as PassHealth;
}

/** The transitions of one batch of history; throws STORE_CORRUPT where the text is no list of them. */
export function parseTransitions(text: string, id: string): Transition[] {
  const value = parseJson(text, `history ${id}`);
  if (!Array.isArray(value) || !value.every(isObject)) throw corrupt(`history ${id}`);
  return value as unknown as Transition[];
}

function parseKeyed<T>(text: string, key: string, expected: string, kind: string): T {
  const value = parseJson(text, `${kind} ${expected}`);
  if (!isObject(value) || value[key] !== expected) throw corrupt(`${kind} ${expected}`);
  return value as T;
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw corrupt(what, cause);
  }
}
