import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ALLOWLIST } from '../../shared/adapters/google/allowlist.ts';
import { createTransport } from '../../shared/adapters/google/transport.ts';
import { viewerPermissions } from '../../shared/adapters/google/viewer-needs.ts';
import { createPermissionProbe } from '../../shared/adapters/google/viewer-permissions.ts';
import { FORBIDDEN, OPTIONAL_PERMISSIONS } from '../../shared/doctor/permissions.ts';

const FILE = 'terraform/modules/viewer/permissions.json';
const committed = readFileSync(FILE, 'utf8');
const { required, optional } = viewerPermissions();

describe('the permissions Terraform gives the viewer', () => {
  test('are those of the table: `npm run permissions` brings the file up to date', () => {
    expect(committed).toBe(`${JSON.stringify(viewerPermissions(), null, 2)}\n`);
  });

  test('are what the requests of the transport need, and nothing else', () => {
    const asked = ALLOWLIST.flatMap(({ permission, own }) => (own ? [] : (permission ?? [])));
    expect(Object.keys({ ...required, ...optional }).sort()).toEqual([...new Set(asked)].sort());
  });

  test('are what the doctor asks for', () => {
    const transport = createTransport({ auth: null, concurrency: 1, endpoint: 'http://127.0.0.1:1' });
    const asked = createPermissionProbe(transport, null).needed.map(({ permission }) => permission);
    expect(Object.keys({ ...required, ...optional }).sort()).toEqual(asked.toSorted());
  });

  test('leave out what custom roles may not hold, and hold nothing forbidden', () => {
    expect(Object.keys(optional).every((one) => OPTIONAL_PERMISSIONS.has(one))).toBe(true);
    expect(Object.keys(required).filter((one) => OPTIONAL_PERMISSIONS.has(one))).toEqual([]);
    const forbidden = new Set(FORBIDDEN.flatMap(({ permissions }) => permissions));
    expect(Object.keys({ ...required, ...optional }).filter((one) => forbidden.has(one))).toEqual([]);
  });
});
