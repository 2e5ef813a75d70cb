import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore } from '../../../shared/adapters/sqlite/state-store.ts';
import type { Damage, StoreHarness } from '../contract/harness.ts';

/** Stores on one file in a folder of their own. */
export async function sqliteHarness(): Promise<StoreHarness> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-sqlite-'));
  const path = join(folder, 'state.db');
  return {
    open: (estate, clock) => openSqliteStore({ path, estate, ...(clock === undefined ? {} : { clock }) }),
    damage: async (estate, damage) =>
      withFile(path, (db) => db.prepare(damageSql(damage)).run(...damageArguments(estate, damage))),
    setSchema: async (_estate, version) =>
      withFile(path, (db) => db.exec(`PRAGMA user_version = ${version}`)),
    close: async () => rmSync(folder, { recursive: true }),
  };
}

function damageSql({ kind }: Damage): string {
  switch (kind) {
    case 'finding':
      return `UPDATE finding SET json = '{"fingerprint":"another"}' WHERE estate = ?`;
    case 'baseline-json':
      return `UPDATE baseline SET json = substr(json, 2) WHERE estate = ?`;
    case 'lease':
      return `UPDATE lease SET expires_at = 'soon' WHERE estate = ?`;
    case 'reading-content':
      return `UPDATE reading SET gzip = (SELECT gzip FROM reading WHERE sha256 <> ?2) WHERE estate = ?1 AND sha256 = ?2`;
    case 'reading-gone':
      return `DELETE FROM reading WHERE estate = ? AND sha256 = ?`;
  }
}

function damageArguments(estate: string, damage: Damage): string[] {
  return 'id' in damage ? [estate, damage.id] : [estate];
}

function withFile(path: string, action: (db: DatabaseSync) => unknown): void {
  const db = new DatabaseSync(path, { timeout: 5_000 });
  try {
    action(db);
  } finally {
    db.close();
  }
}
