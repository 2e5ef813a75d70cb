import { join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { BUNDLE_OPTIONS } from '../../scripts/bundle-options.ts';
import { makeOnce, runFolder } from './run-folder.ts';

/** What the sources import late stays a package that is imported late: most starts need none of them. */
const LATE_PACKAGES: Plugin = {
  name: 'late packages',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^./]/ }, ({ kind }) => (kind === 'dynamic-import' ? { external: true } : null)),
};

/**
 * A program of the sources in one file, made once in a test run: from the sources each start would strip the
 * types of hundreds of files. Answers the file's path.
 */
export function bundled(program: string): Promise<string> {
  const folder = runFolder();
  const name = relative(process.cwd(), program).replaceAll(/\W+/g, '-');
  const outfile = join(folder, `${name}.js`);
  return makeOnce(folder, name, async () => {
    await build({ ...BUNDLE_OPTIONS, entryPoints: [program], outfile, plugins: [LATE_PACKAGES] });
    return outfile;
  });
}
