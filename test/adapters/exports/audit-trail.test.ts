import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { createExportsTrail } from '../../../shared/adapters/exports/audit-trail.ts';
import { folderForEach } from '../../acceptance/command.ts';
import { auditEntry, BODY_CANARY } from '../../simulator/audit-entry.ts';

const QUESTION = { project: 'shop-prod', since: '', until: '', services: [] };
const folder = folderForEach();
const signal = new AbortController().signal;

function write(name: string, text: string): void {
  mkdirSync(join(folder(), 'shop-prod'), { recursive: true });
  writeFileSync(join(folder(), 'shop-prod', name), text);
}
const read = () => createExportsTrail(folder()).read(QUESTION, signal);

describe('audit-log.json', () => {
  it.each([
    ['JSON', 'audit-log.json', JSON.stringify([auditEntry(), auditEntry({ log: 'data_access' })])],
    ['a REST page', 'audit-log.json', JSON.stringify({ entries: [auditEntry()] })],
    [
      'one entry a line',
      'audit-log.json',
      [auditEntry(), auditEntry({ log: 'data_access' })].map((entry) => JSON.stringify(entry)).join('\n'),
    ],
    ['one line', 'audit-log.json', `${JSON.stringify(auditEntry())}\n`],
    ['YAML', 'audit-log.yaml', [auditEntry()].map((entry) => `---\n${stringify(entry)}`).join('')],
  ])('is read as %s, and what was submitted is dropped', async (_name, file, text) => {
    write(file, text);
    const answer = await read();
    expect(answer).toMatchObject({ ok: true, isWhole: true, entries: [{ principal: 'alice@example.com' }] });
    expect(JSON.stringify(answer)).not.toContain(BODY_CANARY);
  });

  it('that is the first page of more is not whole', async () => {
    write('audit-log.json', JSON.stringify({ entries: [auditEntry()], nextPageToken: 'more' }));
    expect(await read()).toMatchObject({ ok: true, isWhole: false });
  });

  it('that is empty is a log without entries', async () => {
    write('audit-log.json', '[]');
    expect(await read()).toEqual({ ok: true, entries: [], isWhole: true });
  });

  it('that is not there is no answer and no gap: it is optional', async () => {
    write('run-services.json', '[]');
    expect(await read()).toBeNull();
  });

  it.each([
    [
      'gcloud refused',
      'audit-log.json.error',
      'ERROR: (gcloud.logging.read) PERMISSION_DENIED: no',
      'DENIED',
    ],
    ['cut off', 'audit-log.json', '[{"insertId": "a"', 'ERROR'],
    ['not a list', 'audit-log.json', '{"rows": []}', 'ERROR'],
  ])('that %s is a gap that names the file', async (_name, file, text, status) => {
    write(file, text);
    expect(await read()).toMatchObject({
      ok: false,
      gap: { status, detail: expect.stringContaining('shop-prod/audit-log') },
    });
  });
});
