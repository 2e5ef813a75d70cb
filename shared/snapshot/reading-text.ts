import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { Json } from './json.ts';
import { KeptDocument } from './kept-document.ts';
import type { Reading, ResourceDocument } from './model.ts';

/** The canonical JSON of a reading in its parts, and what it is stored by; put together only where it is stored. */
export interface ReadingText {
  /** SHA-256 of the whole text, 64 hex digits. */
  id: string;
  /** What stands before the documents, the documents in the order of their ids, what stands behind them. */
  head: string;
  documents: DocumentText[];
  tail: string;
}

/** One document in a reading's text: `"id":` and `{…}`. The texts of kept documents are their own, not copies. */
export interface DocumentText {
  id: string;
  member: string;
  text: string;
}

/** Writes a reading: equal readings, equal texts; without any time. */
export function writeReading(value: Reading): ReadingText {
  const { detail, documents, environment, gaps, project, region, resource, status } = value;
  const head = `{"detail":${canonicalJson(detail)},"documents":{`;
  const rest = canonicalJson({ environment, gaps, project, region, resource, status } as unknown as Json);
  const written = { head, documents: documentTexts(documents), tail: `},${rest.slice(1)}` };
  const hash = createHash('sha256');
  for (const part of partsOf(written)) hash.update(part);
  return { id: hash.digest('hex'), ...written };
}

/** The whole text, put together at once: joined in two steps it would be copied twice. */
export function wholeText(written: ReadingText): string {
  return partsOf(written).join('');
}

function partsOf({ head, documents, tail }: Omit<ReadingText, 'id'>): string[] {
  const parts = [head];
  for (const { member, text } of documents) parts.push(parts.length === 1 ? member : `,${member}`, text);
  parts.push(tail);
  return parts;
}

function documentTexts(documents: Reading['documents']): DocumentText[] {
  return idsInOrder(documents).map((id) => ({
    id,
    member: `${JSON.stringify(id)}:`,
    text: KeptDocument.textOf(documents[id] as ResourceDocument),
  }));
}

function idsInOrder(documents: Reading['documents']): string[] {
  const ids = Object.keys(documents);
  const ordered = ids.every((id, index) => index === 0 || (ids[index - 1] ?? '') < id);
  return ordered ? ids : ids.sort();
}
