import type { Reading, ResourceDocument } from './model.ts';
import { parseReading } from './reading-json.ts';
import type { DocumentText, ReadingText } from './reading-text.ts';

/**
 * A stored reading and a later one, both with those documents only that are not the same text: what is
 * equal, most of ten thousand services, is passed over without being read. Throws `STORE_CORRUPT` where
 * the stored text is damaged.
 */
export function changedDocuments(
  stored: string,
  now: Reading,
  written: ReadingText,
): { before: Reading; after: Reading } {
  const begin = stored.indexOf(DOCUMENTS) + DOCUMENTS.length;
  const walk: Walk = { stored, at: begin, before: [] };
  const after = begin < DOCUMENTS.length ? null : passOver(walk, written);
  if (after === null) return { before: parseReading(stored), after: now };
  const before = `${stored.slice(0, begin)}${walk.before.join(',')}${stored.slice(walk.at)}`;
  const documents = after.map((id) => [id, now.documents[id] as ResourceDocument] as const);
  return { before: parseReading(before), after: { ...now, documents: Object.fromEntries(documents) } };
}

/** In canonical JSON this stands in no string: its quotes would be escaped there. */
const DOCUMENTS = '"documents":{';

interface Walk {
  stored: string;
  /** Where the next stored document begins, or the documents end. */
  at: number;
  /** The stored documents that are not as they were. */
  before: string[];
}

/** Answers the ids of later documents that are not as they were; null where the stored text is not as this release writes it. */
function passOver(walk: Walk, written: ReadingText): string[] | null {
  const after: string[] = [];
  for (const document of written.documents) {
    const { id, member, text } = document;
    if (!isNext(walk, document) && !take(walk, (other) => other < id)) return null;
    if (isNext(walk, document)) {
      goOn(walk, walk.at + member.length + text.length);
      continue;
    }
    after.push(id);
    if (!take(walk, (other) => other === id)) return null;
  }
  return take(walk, () => true) && next(walk) === '}' ? after : null;
}

/** Cutting the text out and comparing it takes a tenth of the time of `startsWith`. */
function isNext({ stored, at }: Walk, { member, text }: DocumentText): boolean {
  const begin = at + member.length;
  return stored.slice(at, begin) === member && stored.slice(begin, begin + text.length) === text;
}

/** Takes the stored documents that come next as long as their ids are wanted; false where the text cannot be read so. */
function take(walk: Walk, isWanted: (id: string) => boolean): boolean {
  while (next(walk) === '"') {
    const member = memberAt(walk.stored, walk.at);
    if (member === null) return false;
    if (!isWanted(member.id)) return true;
    walk.before.push(walk.stored.slice(walk.at, member.end));
    goOn(walk, member.end);
  }
  return true;
}

function next(walk: Walk): string | undefined {
  return walk.stored[walk.at];
}

function goOn(walk: Walk, end: number): void {
  walk.at = walk.stored[end] === ',' ? end + 1 : end;
}

const MEMBER = /("(?:[^"\\]|\\.)*"):\{/y;
/** What moves the end of an object: a bracket, or a string, which may hold some. */
const MARK = /[{}]|"(?:[^"\\]|\\.)*"/g;

/** The member that begins at a place: its name, and where it ends. */
function memberAt(text: string, at: number): { id: string; end: number } | null {
  MEMBER.lastIndex = at;
  const name = MEMBER.exec(text)?.[1];
  if (name === undefined) return null;
  MARK.lastIndex = MEMBER.lastIndex;
  for (let depth = 1; depth > 0; ) {
    const mark = MARK.exec(text)?.[0];
    if (mark === undefined) return null;
    if (mark === '{') depth += 1;
    if (mark === '}') depth -= 1;
  }
  return { id: JSON.parse(name), end: MARK.lastIndex };
}
