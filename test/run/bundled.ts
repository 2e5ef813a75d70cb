import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLE_OPTIONS } from '../../scripts/bundle-options.ts';
import { makeOnce, runFolder } from './run-folder.ts';

/**
 * A program of the sources in one file, made once in a test run: from the sources each start would strip the
 * types of hundreds of files. Answers the file's path.
 */
export function bundled(program: string): Promise<string> {
  const folder = runFolder();
  const outfile = join(folder, `${basename(program, '.ts')}.js`);
  return makeOnce(folder, basename(program), async () => {
    await build({ ...BUNDLE_OPTIONS, entryPoints: [program], outfile });
    return outfile;
  });
}
