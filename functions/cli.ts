import { main } from './program.ts';

// Who writes is told by the stream's answer; without a listener the same error would end the process on top of it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

// Libraries warn on stderr about what the command says in its own words (no metadata server on a laptop).
if (!process.argv.includes('debug')) process.removeAllListeners('warning');

// Everything is printed by now; a store that could not be reached would hold the process for seconds more.
process.exit(await main(process.argv.slice(2)));
