import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { Firestore } from '@google-cloud/firestore';
import { describe, expect, test } from '@jest/globals';
import { FIRESTORE_MIGRATIONS } from '../../../shared/adapters/firestore/schema.ts';
import { openFirestoreStore } from '../../../shared/adapters/firestore/state-store.ts';
import type { Lease } from '../../../shared/ports.ts';
import { dumpEmulator } from '../../emulator/dump.ts';
import { describeWithEmulator } from '../../emulator/emulator.ts';
import { keep } from '../contract/actions.ts';
import { after, entry, finding, pass, run, sha, transition } from '../contract/records.ts';
import { PROJECT } from './harness.ts';

const DATABASE = '(default)';

describeWithEmulator('Firestore store', () => {
  test('an older estate is migrated once, step by step, and is then refused by an older Plumbline', async () => {
    const estate = randomUUID();
    const options = { database: DATABASE, projectId: PROJECT, estate };
    const old = await openFirestoreStore(options);
    await keep(old, pass('run-1', { findings: [finding('f')] }));
    const steps: string[] = [];
    const migrations = [...FIRESTORE_MIGRATIONS, async () => void steps.push('added')];
    for (let times = 0; times < 2; times += 1) {
      const migrated = await openFirestoreStore({ ...options, migrations });
      expect((await migrated.loadState()).findings).toEqual([finding('f')]);
      await migrated.close();
    }
    expect(steps).toEqual(['added']);
    await expect(openFirestoreStore(options)).rejects.toMatchObject({ code: 'STORE_SCHEMA' });
    await expect(old.check()).rejects.toMatchObject({ code: 'STORE_SCHEMA' });
    await old.close();
  });

  test('an estate of schema 1 keeps its lease and its request for a pass', async () => {
    const estate = randomUUID();
    const admin = new Firestore({ projectId: PROJECT });
    const state = admin.collection(`estates/${estate}/state`);
    await state.doc('meta').set({ schema: 1 });
    const row = { owner: 'dead', fence: 7, expiresAt: after(0), rerunRequested: true, grant: 'g' };
    await state.doc('lease').set(row);
    await state.doc('baseline').set({ json: '{}', gzip: null, runId: 'run-1' });
    for (const fence of [8, 9]) {
      const store = await openFirestoreStore({ database: DATABASE, projectId: PROJECT, estate });
      expect(await store.loadState()).toEqual({ baseline: {}, findings: [], health: null });
      const answer = await store.acquireLease({ owner: 'next', ttlMs: 1, request: null });
      expect(answer).toMatchObject({ granted: true, lease: { fence, requests: [{ data: null }] } });
      await store.releaseLease((answer as { lease: Lease }).lease);
      await store.close();
    }
    await admin.terminate();
  });

  test('leases and claims expire by the clock of the database, whatever an instance takes for now', async () => {
    const store = await openFirestoreStore({ database: DATABASE, projectId: PROJECT, estate: randomUUID() });
    await keep(store, pass('run-1', { outbox: [entry('f')] }));
    const before = Date.now();
    const answer = await store.acquireLease({ owner: 'a', ttlMs: 3_600_000, request: null });
    const { expiresAt } = (answer as { lease: Lease }).lease;
    const claimed = await store.claimEntry(entry('f').id, { owner: 'a', ttlMs: 3_600_000 });
    for (const until of [expiresAt, claimed?.claim?.until ?? '']) {
      // The emulator's clock is this machine's.
      expect(Date.parse(until)).toBeGreaterThanOrEqual(before + 3_600_000 - 1_000);
      expect(Date.parse(until)).toBeLessThanOrEqual(Date.now() + 3_600_000 + 1_000);
    }
    await store.close();
  });

  test('a finding too large for a document, even gzipped, is refused in plain words and nothing is kept', async () => {
    const store = await openFirestoreStore({ database: DATABASE, projectId: PROJECT, estate: randomUUID() });
    const huge = finding('f', { message: randomBytes(1_500_000).toString('base64') });
    await expect(keep(store, pass('run-1', { findings: [huge] }))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      retryable: false,
      message: expect.stringMatching(/^finding .* is too large for the Firestore database/),
    });
    expect(await store.getRun('run-1')).toBeNull();
    await store.close();
  });

  test('a dump of the emulator shows every stored text, gzipped and chunked ones too', async () => {
    const project = `dump-${randomUUID()}`;
    const store = await openFirestoreStore({ database: DATABASE, projectId: project, estate: 'jualuma' });
    const text = JSON.stringify({ noise: randomBytes(1_500_000).toString('base64'), last: 'in-the-reading' });
    await store.putReadings({ [sha(text)]: text });
    const kept = pass('run-1', {
      run: run('run-1', { transitions: [transition('f', { reason: 'in-the-history' })] }),
      baseline: { scope: { sha256: sha(text), readAt: after(0) } },
      findings: [finding('f', { message: `${'long '.repeat(10_000)} in-the-finding` })],
      outbox: [entry('f', { lastError: 'in-the-outbox' })],
    });
    await keep(store, kept);
    await store.close();
    const dump = await dumpEmulator(project);
    const planted = ['in-the-reading', 'in-the-history', 'in-the-finding', 'in-the-outbox', 'run-1'];
    expect(planted.filter((word) => !dump.includes(word))).toEqual([]);
  });

  test('what may expire carries expiresAt for the TTL policy, what may not has none', async () => {
    const estate = randomUUID();
    const store = await openFirestoreStore({ database: DATABASE, projectId: PROJECT, estate });
    await store.putReadings({ [sha('in')]: 'in', [sha('out')]: 'out' });
    const kept = pass('run-1', {
      run: run('run-1', { transitions: [transition('f')] }),
      baseline: { scope: { sha256: sha('in'), readAt: after(0) } },
      findings: [finding('f')],
      outbox: [entry('f')],
    });
    await keep(store, kept);
    await store.close();
    const admin = new Firestore({ projectId: PROJECT });
    const expiring: string[] = [];
    for (const collection of await admin.doc(`estates/${estate}`).listCollections()) {
      for (const document of (await collection.get()).docs) {
        if (document.get('expiresAt')?.toMillis) expiring.push(`${collection.id}/${document.id}`);
      }
    }
    await admin.terminate();
    expect(expiring.filter((path) => !path.startsWith('transitions/')).toSorted()).toEqual([
      `readings/${sha('out')}`,
      'runs/run-1',
    ]);
    expect(expiring).toContain('transitions/run-1');
  });
});

/** Google's client keeps trying in the background, so what it does without a server is watched from outside. */
async function inChild(script: string, env: Record<string, string>): Promise<{ out: string; err: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, ...env },
  });
  const [out, err] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  return { out, err };
}

describe('Firestore that is not there', () => {
  test('is an error that names the database and may be retried, within the time limit', async () => {
    const silent = createServer();
    const port = await new Promise<number>((resolve) => {
      silent.listen(0, '127.0.0.1', () => resolve((silent.address() as AddressInfo).port));
    });
    const script = `
      const { openFirestoreStore } = await import('./shared/adapters/firestore/state-store.ts');
      const options = { database: 'ops', projectId: 'p', estate: 'e', timeoutMs: 300 };
      const error = await openFirestoreStore(options).catch((error) => error);
      console.log(JSON.stringify([error.name, error.code, error.retryable, error.message]));
      process.exit();`;
    const { out } = await inChild(script, { FIRESTORE_EMULATOR_HOST: `127.0.0.1:${port}` });
    silent.close();
    const message = expect.stringMatching(/could not open the store in the Firestore database "ops".*300 ms/);
    expect(JSON.parse(out)).toEqual(['PlumblineError', 'STORE_UNAVAILABLE', true, message]);
  });

  test('importing the adapter does not import the client', async () => {
    const script = `
      await import('./shared/adapters/firestore/state-store.ts');
      const { Module } = await import('node:module');
      console.log(Object.keys(Module._cache).filter((file) => file.includes('@google-cloud')).length);`;
    expect(await inChild(script, {})).toEqual({ out: '0\n', err: '' });
  });
});
