import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sqliteError } from '../../../shared/adapters/sqlite/errors.ts';
import { SQLITE_MIGRATIONS } from '../../../shared/adapters/sqlite/schema.ts';
import { openSqliteStore } from '../../../shared/adapters/sqlite/state-store.ts';
import type { Lease } from '../../../shared/ports.ts';
import { keep } from '../contract/actions.ts';
import { after, entry, finding, MINUTE, pass, run, START, sha, transition } from '../contract/records.ts';
import { dumpSqliteFile } from './dump.ts';

const CONTENDER = fileURLToPath(new URL('contender.ts', import.meta.url));

describe('SQLite store', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-sqlite-'));
    path = join(folder, 'state.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const open = (file = path) => openSqliteStore({ path: file, estate: 'shared' });
  const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);

  test('the file and what lies beside it are for its owner alone, in a folder that is as well', async () => {
    const file = join(folder, 'new', 'deeper', 'state.db');
    const store = await open(file);
    await keep(store, pass('run-1'));
    expect([join(folder, 'new'), join(folder, 'new', 'deeper')].map(mode)).toEqual(['700', '700']);
    expect([file, `${file}-wal`, `${file}-shm`].map(mode)).toEqual(['600', '600', '600']);
    await store.close();
  });

  test('what is committed is there after the file is opened again', async () => {
    const store = await open();
    await keep(store, pass('run-1', { findings: [finding('f')] }));
    await store.close();
    const again = await open();
    expect((await again.loadState()).findings).toEqual([finding('f')]);
    await again.close();
  });

  test('in memory: each handle has a store of its own', async () => {
    const [store, other] = await Promise.all([open(':memory:'), open(':memory:')]);
    await keep(store, pass('run-1'));
    expect((await other.loadState()).baseline).toBeNull();
    await Promise.all([store.close(), other.close()]);
  });

  test('several processes, all starting on a new file: no fence twice, no pass and no change lost', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const passes = 10;
    const seed = await open();
    await keep(seed, pass('seed', { findings: [finding('f')] }));
    const outputs = await Promise.all(
      names.map((name) =>
        promisify(execFile)(process.execPath, [CONTENDER, path, name, String(passes)], { encoding: 'utf8' }),
      ),
    );
    const fences = outputs.flatMap(({ stdout }): number[] => JSON.parse(stdout));
    const total = names.length * passes;
    expect(fences.toSorted((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, index) => index + 2));
    expect(await seed.listRuns(1_000)).toHaveLength(total + 1);
    expect((await seed.loadState()).findings[0]?.seenInARow).toBe(total + 1);
    expect(await seed.listTransitions(1_000)).toHaveLength(total);
    await seed.close();
  });

  test('several processes may create one file at once', async () => {
    const outputs = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        promisify(execFile)(process.execPath, [CONTENDER, path, name, '1'], { encoding: 'utf8' }),
      ),
    );
    expect(outputs.flatMap(({ stdout }): number[] => JSON.parse(stdout)).toSorted()).toEqual([1, 2, 3]);
  });

  test('whoever may write is alone from the first read on', async () => {
    const store = await open();
    await keep(store, pass('run-1', { findings: [finding('f')] }));
    const other = new DatabaseSync(path, { timeout: 0 });
    await store.updateFinding(sha('f'), (record) => {
      expect(() => other.exec('BEGIN IMMEDIATE')).toThrow(/locked/);
      return { record, transition: transition('f') };
    });
    other.exec('BEGIN IMMEDIATE; ROLLBACK');
    other.close();
    await store.close();
  });

  test('an older file is migrated once, in one transaction, and is then refused by an older Plumbline', async () => {
    const old = await open();
    await keep(old, pass('run-1', { findings: [finding('f')] }));
    await old.close();
    const broken = [...SQLITE_MIGRATIONS, failHalfWay];
    await expect(openSqliteStore({ path, estate: 'shared', migrations: broken })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    const migrations = [...SQLITE_MIGRATIONS, (db: DatabaseSync) => db.exec('CREATE TABLE added (x TEXT)')];
    for (let times = 0; times < 2; times += 1) {
      const migrated = await openSqliteStore({ path, estate: 'shared', migrations });
      expect((await migrated.loadState()).findings).toEqual([finding('f')]);
      await migrated.close();
    }
    const db = new DatabaseSync(path);
    const tables = db.prepare('SELECT name FROM sqlite_schema').all();
    db.close();
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['added', 'finding']));
    expect(tables.map(({ name }) => name)).not.toContain('half');
    await expect(open()).rejects.toMatchObject({ code: 'STORE_SCHEMA' });
  });

  test('a file of schema 1 keeps its lease, its request for a pass, its baseline and its messages', async () => {
    const db = new DatabaseSync(path);
    SQLITE_MIGRATIONS[0]?.(db);
    db.exec('PRAGMA application_id = 0x504c4d42; PRAGMA user_version = 1');
    const values = `('shared', 'holder', 7, '${after(MINUTE)}', 1, 'grant')`;
    db.exec(`INSERT INTO lease VALUES ${values}; INSERT INTO baseline VALUES ('shared', '{}')`);
    const insert = db.prepare('INSERT INTO outbox VALUES (?, ?, ?, ?, ?)');
    const sent = entry('sent', { state: 'sent', delivery: { channel: 'C1', ts: '1.2' } });
    for (const one of [entry('f'), sent]) insert.run('shared', one.id, one.state, 0, JSON.stringify(one));
    db.close();
    const store = await openSqliteStore({ path, estate: 'shared', clock: { now: () => START } });
    const ask = { owner: 'next', ttlMs: MINUTE, request: null };
    expect(await store.acquireLease(ask)).toMatchObject({ granted: false, holder: 'holder' });
    expect(await store.loadState()).toEqual({ baseline: {}, findings: [], health: null });
    expect(await store.pendingEntries()).toEqual([entry('f')]);
    expect(await store.deliveredChannel(sent.channel)).toBe('C1');
    await store.close();
    const later = await openSqliteStore({
      path,
      estate: 'shared',
      clock: { now: () => new Date(after(MINUTE)) },
    });
    const { lease } = (await later.acquireLease(ask)) as { lease: Lease };
    expect(lease).toMatchObject({ fence: 8, requests: [{ data: null }] });
    await later.close();
  });

  test.each([
    {
      name: 'no database',
      content: 'this is a text file, long enough to be looked at\n'.repeat(40),
      code: 'STORE_CORRUPT',
    },
    { name: 'an empty file', content: '', code: null },
  ])('$name: $code', async ({ content, code }) => {
    writeFileSync(path, content);
    if (code === null) await (await open()).close();
    else await expect(open()).rejects.toMatchObject({ code, message: expect.stringContaining(path) });
  });

  test("another program's database is left alone", async () => {
    const db = new DatabaseSync(path);
    db.exec('CREATE TABLE theirs (x)');
    db.close();
    await expect(open()).rejects.toMatchObject({
      code: 'STORE_SCHEMA',
      message: expect.stringContaining('another program'),
    });
  });

  test('a file that was cut off is an error, never an empty state', async () => {
    const store = await open();
    await keep(store, pass('run-1', { findings: [finding('f', { message: 'x'.repeat(100_000) })] }));
    await store.close();
    truncateSync(path, 40_000);
    const read = open().then((again) => again.loadState());
    await expect(read).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });

  test('a file that another process holds is an error that says so', () => {
    const busy = Object.assign(new Error('database is locked'), { code: 'ERR_SQLITE_ERROR', errcode: 5 });
    expect(sqliteError(busy, 'open', path)).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      retryable: true,
      message: `could not open the store ${path}: database is locked; another process holds it: try again when that has ended`,
    });
  });

  test('a folder where the file should be is an error that names it and may be retried', async () => {
    await expect(open(folder)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      retryable: true,
      message: expect.stringContaining(folder),
    });
  });

  test('a file that cannot be created is an error that names it', async () => {
    writeFileSync(path, 'a file');
    const file = join(path, 'below', 'state.db');
    await expect(open(file)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining(file),
    });
  });

  test('a dump shows every stored text, gzipped ones too', async () => {
    const store = await open();
    const text = JSON.stringify({ text: `${'long '.repeat(10_000)} in-the-reading` });
    await store.putReadings({ [sha(text)]: text });
    const kept = pass('run-1', {
      run: run('run-1', { transitions: [transition('f', { reason: 'in-the-history' })] }),
      baseline: { scope: { sha256: sha(text), readAt: after(0) } },
      findings: [finding('f', { message: 'in-the-finding' })],
      outbox: [entry('f', { lastError: 'in-the-outbox' })],
    });
    await keep(store, kept);
    const dump = dumpSqliteFile(path);
    const planted = ['in-the-reading', 'in-the-history', 'in-the-finding', 'in-the-outbox', 'run-1'];
    expect(planted.filter((word) => !dump.includes(word))).toEqual([]);
    await store.close();
  });
});

/** A migration that is interrupted after its first statement. */
function failHalfWay(db: DatabaseSync): void {
  db.exec('CREATE TABLE half (x TEXT)');
  db.exec('INSERT INTO nowhere VALUES (1)');
}
