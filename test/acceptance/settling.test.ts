import { expect, it } from '@jest/globals';
import { breakGlass } from '../simulator/jualuma.ts';
import { plumbline, withFolder } from './command.ts';
import { byCommand, openWorld, sqliteIn } from './world.ts';

it(
  'what people settle by command is bound to the value, comes back with another, and stands in the history',
  () =>
    withFolder(async (folder) => {
      const world = await openWorld(sqliteIn(folder));
      const run = (...words: string[]) => plumbline(words, world.variables);
      try {
        const way = byCommand(world);
        await way.pass();
        breakGlass(world.google.estate);
        const { body } = await way.pass();
        const account = body.transitions.find(
          ({ kind, subject }) => kind === 'opened' && /serviceAccount$/.test(subject),
        );
        const id = account?.fingerprint.slice(0, 12) ?? '';

        const accepted = await run(
          'findings',
          'accept',
          id,
          '--by',
          'ann',
          '--reason',
          'until INC-7 ends',
          '--expires',
          '2099-12-31',
        );
        expect(accepted).toMatchObject({
          code: 0,
          stdout: expect.stringMatching(new RegExp(`^${id} is accepted`)),
        });
        expect(await run('findings', 'accept', id, '--by', 'bob', '--reason', 'me too')).toMatchObject({
          code: 1,
        });
        expect(loud((await way.pass()).body.transitions, id)).toEqual([]);

        world.google.estate.updateService('jualuma-prod', 'us-central1', 'jualuma-backend', (service) => {
          service.template.serviceAccount = 'cr-other@jualuma-prod.iam.gserviceaccount.com';
        });
        expect(loud((await way.pass()).body.transitions, id)).toEqual([
          'acceptance-ended value-changed',
          'changed value-changed',
        ]);

        const history = await run('history', '--since', '1d');
        expect(history.stdout).toMatch(
          new RegExp(`accepted ${id} prod run\\.services/.* by ann \\(until INC-7 ends\\)`),
        );
        expect(history.stdout).toMatch(new RegExp(`acceptance-ended ${id}`));
        expect(history.stdout.split('\n').filter((line) => /complete$/.test(line))).toHaveLength(4);
        expect((await run('history', '--since', '2099-01-01')).stdout).toBe('nothing recorded\n');
        expect(await run('history', '--since', 'lately')).toMatchObject({
          code: 1,
          stderr: expect.stringMatching(/^plumbline: .*2026-02-27.*\n$/),
        });
      } finally {
        await world.close();
      }
    }),
  120_000,
);

function loud(transitions: { kind: string; reason: string; fingerprint: string }[], id: string): string[] {
  return transitions
    .filter(({ fingerprint }) => fingerprint.startsWith(id))
    .map(({ kind, reason }) => `${kind} ${reason}`);
}
