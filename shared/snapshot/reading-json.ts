import { z } from 'zod';
import { PlumblineError } from '../errors.ts';
import { canonicalJson } from './canonical-json.ts';
import { isObject, type Json } from './json.ts';
import { COVERAGE_STATUSES, RESOURCE_CLASSES, type Reading, type Snapshot } from './model.ts';
import { wholeText, writeReading } from './reading-text.ts';

const anyObject = z.custom<Record<string, Json>>(isObject, 'is not an object');
const canonicalObject = anyObject.superRefine(refuseNull);
const gap = z.strictObject({
  status: z.enum(COVERAGE_STATUSES).exclude(['OK']),
  detail: z.string(),
});
function readingOf(content: typeof anyObject) {
  const document = z.strictObject({ name: z.string(), fields: content, evidence: content });
  return z
    .strictObject({
      environment: z.string().min(1),
      project: z.string().min(1),
      region: z.string().nullable(),
      resource: z.enum(RESOURCE_CLASSES),
      status: z.enum(COVERAGE_STATUSES),
      detail: z.string().nullable(),
      documents: z.record(z.string(), document),
      gaps: z.record(z.string(), gap),
    })
    .refine((value) => value.status === 'OK' || Object.keys(value.documents).length === 0, {
      message: 'holds documents although it was not read',
      path: ['documents'],
    });
}

/** What the monitor itself has written is only looked over; a file from outside is looked into. */
const storedReading = readingOf(anyObject);
const snapshot = z.strictObject({
  schemaVersion: z.literal(1, 'is not 1, the only version this release reads'),
  estate: z.string().min(1),
  capturedAt: z.iso.datetime({ offset: true, error: 'is not an RFC 3339 time' }),
  keyMark: z.exactOptional(z.string()),
  readings: z.array(readingOf(canonicalObject)),
});

/** Canonical JSON of a reading, without any time: equal readings, equal bytes. Stored by the hash of this text. */
export function readingText(value: Reading): string {
  return wholeText(writeReading(value));
}

/** A reading back from its text; throws `STORE_CORRUPT` where the text is damaged. */
export function parseReading(text: string): Reading {
  return parse(storedReading, text, { code: 'STORE_CORRUPT', what: 'the stored reading' });
}

/** Canonical JSON of a snapshot. */
export function snapshotText(value: Snapshot): string {
  const { schemaVersion, estate, capturedAt, keyMark, readings } = value;
  const mark = keyMark === undefined ? {} : { keyMark };
  return canonicalJson({ capturedAt, estate, ...mark, readings: readings.map(inOrder), schemaVersion });
}

/** A snapshot back from a file's text; throws `INPUT_INVALID` that names everything wrong with it. */
export function parseSnapshot(text: string): Snapshot {
  return parse(snapshot, text, { code: 'INPUT_INVALID', what: 'the snapshot' });
}

/** Members in order, so that the whole is written at once. */
function inOrder(value: Reading): Json {
  const { detail, documents, environment, gaps, project, region, resource, status } = value;
  const ordered = { detail, documents, environment, gaps, project, region, resource, status };
  return ordered as unknown as Json;
}

/** How many problems are worth a line. */
const TOLD = 5;

function parse<T>(
  schema: z.ZodType<T>,
  text: string,
  { code, what }: { code: 'STORE_CORRUPT' | 'INPUT_INVALID'; what: string },
): T {
  const answer = schema.safeParse(jsonOf(text, code, what));
  if (answer.success) return answer.data;
  const problems = answer.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the document'}: ${message}`,
  );
  const rest = problems.length > TOLD ? ` and ${problems.length - TOLD} more` : '';
  throw new PlumblineError(code, `${what} is not valid: ${problems.slice(0, TOLD).join('; ')}${rest}`);
}

/** A parser's message cites the text, so it is not passed on. */
function jsonOf(text: string, code: 'STORE_CORRUPT' | 'INPUT_INVALID', what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PlumblineError(code, `${what} is not JSON: is the file complete?`);
  }
}

function refuseNull(value: Record<string, Json>, context: z.RefinementCtx): void {
  const path = nullIn(value, []);
  if (path !== null)
    context.addIssue({ code: 'custom', path, message: 'is null; a canonical document leaves it out' });
}

function nullIn(value: Json, path: (string | number)[]): (string | number)[] | null {
  if (value === null) return path;
  if (typeof value !== 'object') return null;
  for (const [key, member] of Object.entries(value)) {
    const found = nullIn(member, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}
