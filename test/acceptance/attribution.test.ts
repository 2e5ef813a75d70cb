import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SimulatedEstate } from '../simulator/estate.ts';
import { writeExports } from '../simulator/exports.ts';
import { breakGlass, buildJualumaEstate } from '../simulator/jualuma.ts';
import { logBreakGlass } from '../simulator/jualuma-audit.ts';
import { plumbline, withFolder } from './command.ts';
import { CONTRACT, sqliteIn } from './world.ts';

const SUBMITTED = 'canary-submitted-9d41';
/** Three processes, one after the other, on a machine that may be busy. */
const ENOUGH_MS = 120_000;

interface Run {
  findings: { resource: string; path: string | null; actor: { principal: string; tool: string } | null }[];
}

describe('run --from, with an audit log beside the other files', () => {
  it(
    'says who made the changes, and keeps nothing of what was submitted',
    () =>
      withFolder(async (folder) => {
        const estate = new SimulatedEstate();
        buildJualumaEstate(estate);
        const variables = {
          PLUMBLINE_STORE: sqliteIn(folder),
          PLUMBLINE_FINGERPRINT_KEY: Buffer.alloc(32, 3).toString('base64'),
        };
        const exports = join(folder, 'exports');
        const words = ['--contract', CONTRACT, '--from', exports, '--format', 'json'];
        await writeExports(estate, exports, { lists: true });
        await plumbline(['run', ...words], variables);
        breakGlass(estate);
        logBreakGlass(estate, { at: new Date().toISOString(), secret: SUBMITTED });
        await writeExports(estate, exports, { lists: true });
        const { stdout, stderr } = await plumbline(['run', ...words], variables);
        const { findings } = JSON.parse(stdout) as Run;
        const made = findings.filter(({ path }) => path === 'ingress' || path === 'versions.2');
        expect(made.map(({ actor }) => `${actor?.principal} ${actor?.tool}`).sort()).toEqual([
          ...Array.from({ length: 4 }, () => 'ops@example.com gcloud 528.0.0'),
          'ops@example.com the console',
        ]);
        expect(stdout + stderr).not.toContain(SUBMITTED);
        expect(readFileSync(join(folder, 'state.db'), 'latin1')).not.toContain(SUBMITTED);
        const shown = await plumbline(['findings', 'list', '--contract', CONTRACT], variables);
        expect(shown.stdout).not.toContain(SUBMITTED);
      }),
    ENOUGH_MS,
  );
});
