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
