import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { plumbline, withFolder } from './command.ts';

const CONTRACT = `apiVersion: plumbline/v1
estate: acme
environments:
  prod: { project: acme-prod, regions: [us-central1], protected: true }
services:
  web: { names: { prod: web } }
`;

it('what files could not say is settled by printing them again, never by asking the projects', () =>
  withFolder(async (folder) => {
    const contract = join(folder, 'parity.yaml');
    const exports = join(folder, 'exports');
    writeFileSync(contract, CONTRACT);
    mkdirSync(join(exports, 'acme-prod'), { recursive: true });
    writeFileSync(join(exports, 'acme-prod/run-services.json'), '[]');
    writeFileSync(join(exports, 'acme-prod/secrets.json.error'), 'ERROR: PERMISSION_DENIED: no');
    writeFileSync(join(exports, 'acme-prod/api-keys.json'), '{ "keys": [');
    const variables = { PLUMBLINE_STORE: `sqlite:${join(folder, 'state.db')}` };
    for (const words of [['check', '--format', 'json'], ['run'], ['findings', 'list', '--format', 'json']]) {
      const from = words[0] === 'findings' ? [] : ['--from', exports];
      const told = await plumbline([...words, '--contract', contract, ...from], variables);
      expect(told.stderr).toBe('');
      expect(told.stdout).not.toContain('doctor');
      if (words[0] !== 'run') expect(told.stdout).toContain('plumbline export-commands');
    }
  }));
