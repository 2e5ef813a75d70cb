import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';

/** Everything an SQLite store holds, as text: a line for each row, gzipped columns inflated. */
export function dumpSqliteFile(path: string): string {
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
    return tables.flatMap(({ name }) => dumpTable(db, String(name))).join('\n');
  } finally {
    db.close();
  }
}

function dumpTable(db: DatabaseSync, table: string): string[] {
  return db
    .prepare(`SELECT * FROM "${table}"`)
    .all()
    .map((row) => `${table} ${Object.values(row).map(columnText).join(' ')}`);
}

/** Bytes that are no gzip are shown as they are: nothing stored may escape a search. */
function columnText(value: unknown): string {
  if (!(value instanceof Uint8Array)) return String(value);
  try {
    return gunzipSync(value).toString('utf8');
  } catch {
    return Buffer.from(value).toString('latin1');
  }
}
