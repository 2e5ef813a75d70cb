import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { Json } from './json.ts';
import { KeptDocument } from './kept-document.ts';
import type { Reading, ResourceDocument } from './model.ts';

/** The canonical JSON of a reading, and what it is stored by. */
export interface ReadingText {
  /** SHA-256 of the whole text, 64 hex digits. */
  id: string;
  /** What stands before the documents, the documents (`"id":{…}`) in the order of their ids, what stands behind them. */
  head: string;
  blocks: Block[];
  tail: string;
}

/** Some documents as they stand in the text, one comma between two of them. */
interface Block {
  text: string;
  ids: string[];
  lengths: number[];
}

/**
 * Texts of this length are put where the engine does not move them. It moves smaller ones twice while it
 * waits for them to be let go, and takes twice as long to write one of thirty megabytes.
 */
const BLOCK = 256 * 1024;

/** Writes a reading: equal readings, equal texts; without any time. */
export function writeReading(value: Reading): ReadingText {
  const { detail, documents, environment, gaps, project, region, resource, status } = value;
  const head = `{"detail":${canonicalJson(detail)},"documents":{`;
  const rest = canonicalJson({ environment, gaps, project, region, resource, status } as unknown as Json);
  const tail = `},${rest.slice(1)}`;
  const blocks = blocksOf(documents);
  const hash = createHash('sha256').update(head);
  blocks.forEach(({ text }, index) => {
    if (index > 0) hash.update(',');
    hash.update(text);
  });
  return { id: hash.update(tail).digest('hex'), head, blocks, tail };
}

/** The whole text, put together at once: joined in two steps it would be copied twice. */
export function wholeText({ head, blocks, tail }: ReadingText): string {
  return [head, ...blocks.flatMap(({ text }, index) => (index === 0 ? text : [',', text])), tail].join('');
}

/** Each document with its text, in their order. */
export function* writtenDocuments({ blocks }: ReadingText): Generator<{ id: string; text: string }> {
  for (const { text, ids, lengths } of blocks) {
    let at = 0;
    for (const [index, id] of ids.entries()) {
      const end = at + (lengths[index] ?? 0);
      yield { id, text: text.slice(at, end) };
      at = end + 1;
    }
  }
}

function blocksOf(documents: Reading['documents']): Block[] {
  const blocks: Block[] = [];
  for (const id of idsInOrder(documents)) {
    const text = `${JSON.stringify(id)}:${KeptDocument.textOf(documents[id] as ResourceDocument)}`;
    const last = blocks.at(-1);
    if (last === undefined || last.text.length > BLOCK)
      blocks.push({ text, ids: [id], lengths: [text.length] });
    else {
      last.text += `,${text}`;
      last.ids.push(id);
      last.lengths.push(text.length);
    }
  }
  return blocks;
}

function idsInOrder(documents: Reading['documents']): string[] {
  const ids = Object.keys(documents);
  const ordered = ids.every((id, index) => index === 0 || (ids[index - 1] ?? '') < id);
  return ordered ? ids : ids.sort();
}
