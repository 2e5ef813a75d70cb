import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { REPORT_FORMATS } from '../../shared/report/formats.ts';
import { dumpSqliteFile } from '../adapters/sqlite/dump.ts';
import { dumpEmulator } from '../emulator/dump.ts';
import { describeWithEmulator, emulatorHost } from '../emulator/emulator.ts';
import { breakGlass } from '../simulator/jualuma.ts';
import { logBreakGlass } from '../simulator/jualuma-audit.ts';
import { plumbline, withFolder } from './command.ts';
import { byCommand, byFunction, openWorld, sqliteIn, TOKEN, type Way, type World } from './world.ts';

const CANARY = 'canary-7f3a9c51-never-print-me';

/** Shaped like an issued credential, and put together here so that no scanner takes it for a leaked one. */
const PASTED = ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dcQQ'].join('_');

const API_KEY = ['AI', 'zaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY'].join('');
const PASSWORD = 's3cr3t-of-the-database';
/** As people write it down: in a sentence, in an address. */
const NOTE = `use ${PASTED} or key=${API_KEY} at postgres://app:${PASSWORD}@10.0.0.3/app`;

const REGION = 'us-central1';
/** A dozen processes, one after the other, on a machine that may be busy. */
const ENOUGH_MS = 180_000;

/** Plants the canary in every place of the estate where a literal can stand. */
function plant({ google }: World, value: string): void {
  for (const project of ['jualuma-dev', 'jualuma-stage', 'jualuma-prod'])
    for (const name of google.estate
      .services(project, REGION)
      .map(({ name }) => name.split('/').at(-1) ?? ''))
      google.estate.updateService(project, REGION, name, (service) => {
        for (const container of service.template.containers ?? []) {
          container.env = (container.env ?? []).map((entry) =>
            'value' in entry ? { ...entry, value } : entry,
          );
          container.env.push({ name: 'CANARY', value });
          container.args = ['--token', value];
          container.command = ['run', value];
          container.livenessProbe = {
            httpGet: { path: '/', httpHeaders: [{ name: 'Authorization', value }] },
          };
        }
      });
}

/** Pastes a credential wherever people write a text: descriptions, notes, names, paths. */
function paste({ google: { estate } }: World): void {
  const project = 'jualuma-prod';
  estate.updateService(project, REGION, 'frontend-app', (service) => {
    service.description = NOTE;
    service.customAudiences = [NOTE];
    service.binaryAuthorization = { useDefault: true, breakglassJustification: NOTE };
    service.template.volumes = [{ name: 'share', nfs: { server: '10.0.0.2', path: `/export/${NOTE}` } }];
    service.annotations = { ...service.annotations, 'acme.com/note': NOTE, 'acme.com/key': PASTED };
    service.labels = { ...service.labels, note: PASTED.toLowerCase() };
    service.template.annotations = { ...service.template.annotations, 'acme.com/note': PASTED };
    for (const container of service.template.containers ?? []) {
      container.workingDir = `/srv/${PASTED}`;
      container.startupProbe = { httpGet: { path: `/health?token=${PASTED}` } };
    }
  });
  estate.updateSecret(project, 'PLAID_SECRET', { annotations: { note: NOTE } });
  estate.updateSecret(project, 'STRIPE_SECRET_KEY', { annotations: { 'plumbline-fingerprint': PASTED } });
  estate.updateServiceAccount(project, `cr-backend@${project}.iam.gserviceaccount.com`, {
    description: `key: ${NOTE}`,
    displayName: PASTED,
  });
  const condition = { title: NOTE, description: NOTE, expression: `request.host == "${NOTE}"` };
  estate.grantProjectRole(project, 'roles/run.viewer', 'user:ann@example.com', condition);
  estate.addApiKey(project, {
    displayName: `Browser key prod ${NOTE}`,
    referrers: [`https://a.example.com/?key=${API_KEY}`],
  });
}

/** A whole life: baseline, an incident, another value everywhere, every way to print. */
async function live(world: World, way: Way): Promise<string> {
  plant(world, CANARY);
  const printed = [(await way.pass()).printed];
  breakGlass(world.google.estate);
  logBreakGlass(world.google.estate, { at: new Date().toISOString(), secret: CANARY });
  printed.push((await way.pass()).printed);
  plant(world, `${CANARY}-2`);
  paste(world);
  printed.push((await way.pass()).printed);
  expect(printed.join('')).toContain('opened');
  expect(JSON.stringify(world.slack.messages)).toContain('by ops@example.com with gcloud');
  return printed.join('');
}

function everywhere(world: World, printed: string): string {
  return `${printed}${JSON.stringify(world.slack.messages)}${JSON.stringify(world.slack.requests)}`;
}

describe('a canary in every literal', () => {
  const all = () =>
    withFolder(async (folder) => {
      const world = await openWorld(sqliteIn(folder));
      try {
        const printed = [await live(world, byCommand(world))];
        const tell = async (words: string[]): Promise<string> => {
          const { code, stdout, stderr } = await plumbline(words, world.variables);
          expect({ words, stderr, code }).not.toMatchObject({ code: 1 });
          printed.push(stdout, stderr);
          return stdout;
        };
        const firstOf = async (words: string[]) =>
          (JSON.parse(await tell([...words, '--format', 'json'])) as Record<string, string>[])[0];
        const finding = (await firstOf(['findings', 'list']))?.fingerprint ?? '';
        await tell(['findings', 'accept', finding, '--by', NOTE, '--reason', NOTE]);
        await tell(['findings', 'show', finding]);
        const why = ['--reason', NOTE, '--ticket', PASTED, '--actor', NOTE];
        await tell(['run', '--trigger', 'break-glass', ...why]);
        const window = (await firstOf(['break-glass', 'list']))?.id ?? '';
        await tell(['break-glass', 'close', window, '--by', NOTE, '--reason', NOTE]);
        await tell(['break-glass', 'report', window]);
        for (const format of Object.keys(REPORT_FORMATS))
          await tell(['check', '--format', format, '--log-level', 'debug']);
        await tell(['capture', '--out', join(folder, 'snapshot.json')]);
        await tell(['findings', 'list', '--state', 'all', '--format', 'json']);
        await tell(['history', '--format', 'json']);
        const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
          entry.isFile(),
        );
        const kept = files.map((entry) =>
          readFileSync(join(entry.parentPath, entry.name)).toString('latin1'),
        );
        const inflated = dumpSqliteFile(join(folder, 'state.db'));
        expect(inflated).toContain('accepted');
        kept.push(inflated);
        expect(files.length).toBeGreaterThanOrEqual(2);
        const told = everywhere(world, printed.join('')) + kept.join('');
        expect(told).not.toContain(CANARY);
        expect(told).toContain('workingDir');
        for (const pasted of [PASTED, API_KEY, PASSWORD])
          expect(told.toLowerCase().indexOf(pasted.toLowerCase())).toBe(-1);
        expect(printed.join('') + kept.join('')).not.toContain(TOKEN);
      } finally {
        await world.close();
      }
    });
  it('appears in no output, no Slack message and no byte of the SQLite store', all, ENOUGH_MS);
});

describeWithEmulator('a canary in every literal, over HTTP', () => {
  it(
    'appears in no answer, no log, no Slack message and nowhere in Firestore',
    async () => {
      const world = await openWorld('firestore:(default)');
      const project = `ops-${randomUUID().slice(0, 8)}`;
      world.variables.FIRESTORE_EMULATOR_HOST = emulatorHost() ?? '';
      world.variables.GOOGLE_CLOUD_PROJECT = project;
      const way = await byFunction(world);
      try {
        const printed = await live(world, way);
        const kept = await dumpEmulator(project);
        expect(kept).toContain('template.containers');
        const told = everywhere(world, printed) + kept;
        expect(told).not.toContain(CANARY);
        for (const pasted of [PASTED, API_KEY, PASSWORD])
          expect(told.toLowerCase().indexOf(pasted.toLowerCase())).toBe(-1);
        expect(printed + kept).not.toContain(TOKEN);
      } finally {
        await way.close();
        await world.close();
      }
    },
    ENOUGH_MS,
  );
});
