import { gunzipSync } from 'node:zlib';
import { type CollectionReference, type DocumentReference, Firestore } from '@google-cloud/firestore';

const GZIP_MAGIC = 0x1f8b;

/**
 * Everything one database of the emulator holds, as text: a line for each document with its path and
 * fields, and a line for each gzipped content (chunks joined in the order of their ids) once inflated.
 */
export async function dumpEmulator(project: string, database = '(default)'): Promise<string> {
  const db = new Firestore({ projectId: project, databaseId: database });
  try {
    return (await dumpCollections(await db.listCollections())).join('\n');
  } finally {
    await db.terminate();
  }
}

async function dumpCollections(collections: CollectionReference[]): Promise<string[]> {
  const dumps = await Promise.all(
    collections.map(async (collection) => dumpDocuments(await collection.listDocuments())),
  );
  return dumps.flat();
}

/** Documents that were never written but have collections below them are listed as well. */
async function dumpDocuments(refs: DocumentReference[]): Promise<string[]> {
  const bytes: Buffer[] = [];
  const lines: string[] = [];
  for (const ref of refs) {
    const data = (await ref.get()).data();
    if (data !== undefined) lines.push(`${ref.path} ${JSON.stringify(data, hideBytes(bytes))}`);
    lines.push(...(await dumpCollections(await ref.listCollections())));
  }
  return [...lines, ...inflate(bytes)];
}

/** Collects every Bytes field on the way; JSON would print them as lists of numbers. */
function hideBytes(found: Buffer[]): (key: string, value: unknown) => unknown {
  return (_key, value) => {
    const bytes = bytesOf(value);
    if (bytes === null) return value;
    found.push(bytes);
    return `<${bytes.length} bytes>`;
  };
}

/** A Buffer is handed to a replacer as what its own toJSON answers. */
function bytesOf(value: unknown): Buffer | null {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'Buffer')
    return null;
  return 'data' in value && Array.isArray(value.data) ? Buffer.from(value.data) : null;
}

/** A piece that does not begin like gzip continues the one before it. */
function inflate(pieces: Buffer[]): string[] {
  const whole: Buffer[][] = [];
  for (const piece of pieces) {
    const begins = piece.length >= 2 && piece.readUInt16BE(0) === GZIP_MAGIC;
    if (begins || whole.length === 0) whole.push([piece]);
    else whole.at(-1)?.push(piece);
  }
  return whole.map((parts) => inflated(Buffer.concat(parts)));
}

/** Bytes that are no gzip are shown as they are: nothing stored may escape a search. */
function inflated(bytes: Buffer): string {
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    return bytes.toString('latin1');
  }
}
