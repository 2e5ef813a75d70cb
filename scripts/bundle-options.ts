import type { BuildOptions } from 'esbuild';

/** Bundled CommonJS packages ask for these. */
const BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { fileURLToPath as __toPath } from 'node:url';",
  'const require = __createRequire(import.meta.url);',
  "const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));",
].join('');

/** How sources and packages become one file that Node runs. */
export const BUNDLE_OPTIONS = {
  bundle: true,
  // One file: in chunks a CommonJS package that is imported late loses its named exports.
  splitting: false,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  banner: { js: BANNER },
  logLevel: 'warning',
} satisfies BuildOptions;
