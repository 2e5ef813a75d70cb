import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { plumbline, withFolder } from './command.ts';
import { openWorld, sqliteIn } from './world.ts';

it(
  'a store whose key was lost is not compared with values of another key, and can still be looked at',
  () =>
    withFolder(async (folder) => {
      const world = await openWorld(sqliteIn(folder));
      const { PLUMBLINE_FINGERPRINT_KEY: _, ...variables } = world.variables;
      try {
        expect(await plumbline(['run'], variables)).toMatchObject({ code: 0 });
        expect(await plumbline(['run'], variables)).toMatchObject({ code: 0 });
        rmSync(join(folder, 'fingerprint.key'));
        expect(await plumbline(['run'], variables)).toMatchObject({
          code: 1,
          stderr: expect.stringMatching(/^plumbline: .*fingerprint\.key is missing, .* begin anew\n$/),
        });
        expect(await plumbline(['findings', 'list'], variables)).toMatchObject({ code: 0 });
      } finally {
        await world.close();
      }
    }),
  120_000,
);

it(
  'captures made with two keys are told apart, and their literals are one line instead of one each',
  () =>
    withFolder(async (folder) => {
      const world = await openWorld(sqliteIn(folder));
      const capture = async (name: string, byte: number) => {
        const file = join(folder, name);
        const key = Buffer.alloc(32, byte).toString('base64');
        const variables = { ...world.variables, PLUMBLINE_FINGERPRINT_KEY: key };
        expect(await plumbline(['capture', '--out', file], variables)).toMatchObject({ code: 0 });
        return file;
      };
      try {
        const [first, again, other] = [
          await capture('1.json', 3),
          await capture('2.json', 3),
          await capture('3.json', 4),
        ];
        const alike = await plumbline(['diff', first, again]);
        expect(alike.stdout).toMatch(/^no difference in what was compared\n$/m);
        expect(alike.stdout).not.toContain('literal values');
        const told = await plumbline(['diff', first, other]);
        expect(told.code).toBe(3);
        expect(told.stdout).toMatch(
          /^not compared: literal values: .* different keys.*\nno difference in what was compared\n$/m,
        );
        const json = await plumbline(['diff', first, other, '--format', 'json']);
        expect(JSON.parse(json.stdout)).toMatchObject({ changes: [], literals: 'NOT_COMPARED' });
      } finally {
        await world.close();
      }
    }),
  120_000,
);
