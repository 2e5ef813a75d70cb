import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { auditEntry, CONSOLE, type EntryInput } from '../simulator/audit-entry.ts';
import { SimulatedEstate } from '../simulator/estate.ts';
import { writeExports } from '../simulator/exports.ts';
import { buildJualumaEstate } from '../simulator/jualuma.ts';
import { REGION } from '../simulator/jualuma-facts.ts';
import { folderForEach, plumbline } from './command.ts';
import { CONTRACT, sqliteIn } from './world.ts';

const PROD = 'jualuma-prod';
const SUBMITTED = 'canary-submitted-9d41';
const VALUE = 'canary-value-77aa';
const HOSTILE = 'INC|[x](http://evil.example) `c` <!channel> <script>*b*\u202e\u0007\n# forged\n| a | b |';
/** Several processes, one after the other, on a machine that may be busy. */
const ENOUGH_MS = 180_000;

const folder = folderForEach();

/** Two engineers change the backend; others were refused, or changed its namesakes elsewhere. */
function changeByTwo(estate: SimulatedEstate): void {
  const log = (input: EntryInput, project = PROD) => {
    const resource = `namespaces/${project}/services/jualuma-backend`;
    const labels = { location: REGION, service_name: 'jualuma-backend' };
    const at = new Date().toISOString();
    estate.addLogEntry(project, auditEntry({ project, resource, labels, at, ...input }, SUBMITTED));
  };
  estate.updateService(PROD, REGION, 'jualuma-backend', (service) => {
    service.ingress = 'INGRESS_TRAFFIC_ALL';
    const [main] = service.template.containers;
    if (main !== undefined) main.env = [...(main.env ?? []), { name: 'NIGHT_FLAG', value: VALUE }];
  });
  log({ who: 'ann@example.com' });
  log({ who: 'bob@example.com', agent: CONSOLE });
  log({ who: 'refused@example.com', code: 7 });
  log({ who: 'region@example.com', labels: { location: 'us-east1', service_name: 'jualuma-backend' } });
  log({ who: 'project@example.com' }, 'jualuma-dev');
}

it(
  'from files, on a laptop: both engineers are listed, nobody else, and hostile words stay words',
  async () => {
    const estate = new SimulatedEstate();
    buildJualumaEstate(estate);
    const exports = join(folder(), 'exports');
    const variables = {
      PLUMBLINE_CONTRACT: CONTRACT,
      PLUMBLINE_STORE: sqliteIn(folder()),
      PLUMBLINE_FINGERPRINT_KEY: Buffer.alloc(32, 3).toString('base64'),
    };
    const said: string[] = [];
    const run = async (...words: string[]) => {
      const result = await plumbline(words, variables);
      said.push(result.stdout, result.stderr);
      return result;
    };
    await writeExports(estate, exports, { lists: true });
    await run('run', '--from', exports);
    changeByTwo(estate);
    await writeExports(estate, exports, { lists: true });
    const asked = ['--reason', HOSTILE, '--ticket', HOSTILE, '--actor', HOSTILE, '--environment', 'prod'];
    const told = await run('run', '--trigger', 'break-glass', ...asked, '--from', exports);
    expect(told.stdout).toMatch(/window bg-\d{8}-[0-9a-f]{6} \(INC/);
    const id = /window (bg-[\w-]+)/.exec(told.stdout)?.[1] ?? '';

    const { stdout: report, code } = await run('break-glass', 'report', id, '--from', exports);
    expect(code).toBe(0);
    const rows = report.split('\n').filter((line) => line.startsWith('| prod '));
    expect(rows.map((row) => /jualuma-backend ([\w.]+)`/.exec(row)?.[1])).toEqual([
      'ingress',
      'template.containers.main.env.NIGHT_FLAG',
    ]);
    for (const row of rows)
      expect(row).toMatch(
        /\| (?:bob@example\.com, ann@example\.com|ann@example\.com, bob@example\.com) with .*\(low\) \|/,
      );
    expect(report).not.toMatch(/refused@|region@|project@/);

    await run('break-glass', 'list');
    await run('break-glass', 'show', id);
    const words = said.join('\n');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there is none is what is tested
    expect(words).not.toMatch(/[\u0007\u202e]|^# forged|^\| a \|/m);
    expect(report).not.toMatch(/<script>|<!channel>|(?<!\\)\[x\]\(/);
    const kept = readFileSync(join(folder(), 'state.db'), 'latin1');
    for (const secret of [SUBMITTED, VALUE]) expect(words + kept).not.toContain(secret);
  },
  ENOUGH_MS,
);
