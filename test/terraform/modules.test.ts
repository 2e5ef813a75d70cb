import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Firestore } from '@google-cloud/firestore';
import { describe, expect, test } from '@jest/globals';
import { LEASE_MS, PASS_DEADLINE_MS } from '../../functions/wire.ts';
import { estateLayout } from '../../shared/adapters/firestore/layout.ts';

const FILES = readdirSync('terraform', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.tf') && !name.includes('.terraform/'))
  .sort();
const all = FILES.map((name) => ({ name, text: code(readFileSync(join('terraform', name), 'utf8')) }));
const ops = (name: string) => readFileSync(join('terraform/modules/ops', name), 'utf8');
const resources = all.flatMap(({ text }) =>
  [...text.matchAll(/^resource "(\w+)"/gm)].map(([, type]) => type),
);

/** Without comments, which may name what must not be there. */
function code(text: string): string {
  return text.replace(/^\s*#.*$/gm, '');
}

describe('the Terraform modules', () => {
  test('are there to be read', () => {
    expect(FILES).toContain('modules/viewer/main.tf');
    expect(resources.length).toBeGreaterThan(25);
  });

  test.each([
    ['an authoritative IAM resource: it would take away what others granted', /_iam_(policy|binding)$/],
    ['a key of a service account', /_service_account_key$/],
    ['a value of a secret: it would stand in the state', /_secret_version$/],
  ])('have no %s', (_, type) => {
    expect(resources.filter((one) => type.test(one ?? ''))).toEqual([]);
  });

  test.each(['allUsers', 'allAuthenticatedUsers', 'roles/owner', 'roles/editor'])('never say %s', (word) => {
    expect(all.filter(({ text }) => text.includes(word)).map(({ name }) => name)).toEqual([]);
  });

  test("say roles/viewer once, of the pipeline's planner", () => {
    const said = all.filter(({ text }) => text.includes('roles/viewer'));
    expect(said.map(({ name }) => name)).toEqual(['examples/jualuma/federation.tf']);
    const blocks = (said[0]?.text ?? '')
      .split(/^(?=resource )/m)
      .filter((one) => one.includes('roles/viewer'));
    expect(blocks).toEqual([expect.stringMatching(/^resource "google_project_iam_member" "planner" \{/)]);
  });

  test('give the viewer its custom role and no predefined one', () => {
    const viewer = all.filter(({ name }) => name.startsWith('modules/viewer/'));
    expect(viewer.filter(({ text }) => /"roles\//.test(text))).toEqual([]);
    const ownRights = all.filter(({ text }) => /member\s*=\s*google_service_account\.viewer/.test(text));
    expect(ownRights).toEqual([]);
  });

  test('know the deadline of a pass and its lease', () => {
    expect(ops('main.tf')).toContain(`pass_deadline_seconds = ${PASS_DEADLINE_MS / 1000}\n`);
    expect(ops('main.tf')).toMatch(new RegExp(`lease_seconds\\s+= ${LEASE_MS / 1000}\\n`));
  });

  test('exempt the payloads of every collection from indexing, and let no other expire than what may', () => {
    const { lease, baseline, meta, ...collections } = estateLayout(new Firestore({ projectId: 'p' }), 'e');
    const names = [lease.parent.id, ...Object.values(collections).map(({ id }) => id)].sort();
    const [, payloads = ''] =
      /payloads = merge\(\[\s+for collection, fields in \{([^}]+)\}/.exec(ops('store.tf')) ?? [];
    const listed = [...payloads.matchAll(/^\s+(\w+)\s+=/gm)].map(([, name]) => name);
    // What a channel's messages were delivered under is one short id.
    expect(names.filter((name) => name !== 'channels' && !listed.includes(name))).toEqual([]);
    const layout = readFileSync('shared/adapters/firestore/layout.ts', 'utf8');
    const mayExpire = [...layout.matchAll(/estates\/\{estate\}\/(\w+)\/.* TTL field `expiresAt`/g)].map(
      ([, name]) => name,
    );
    const [, expiring = ''] = /expiring = toset\(\[(.+)\]\)/.exec(ops('store.tf')) ?? [];
    expect(mayExpire.length).toBeGreaterThan(2);
    expect(mayExpire.filter((name) => !expiring.includes(`"${name}"`))).toEqual([]);
    expect(['findings', 'state'].filter((name) => expiring.includes(name))).toEqual([]);
  });

  test('measure and alarm by what a pass says of itself in the log', () => {
    const fields = [...ops('dashboard.tf').matchAll(/field = "(\w+)"/g)].map(([, field]) => field);
    expect(fields.sort()).toEqual([
      'alertsPending',
      'alertsSent',
      'calls',
      'coverageGaps',
      'durationMs',
      'findingsOpen',
      'oldestPendingSeconds',
      'partialPassesInARow',
    ]);
    const alarmed = [...ops('alarms.tf').matchAll(/jsonPayload\.(\w+)>=/g)].map(([, field]) => field);
    expect(alarmed.filter((field) => !fields.includes(field))).toEqual([]);
  });
});
