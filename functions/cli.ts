import { main } from './program.ts';

// A pipe that closes early (`plumbline check | head`) is not an error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Libraries warn on stderr about what the command says in its own words (no metadata server on a laptop).
if (!process.argv.includes('debug')) process.removeAllListeners('warning');

// Everything is printed by now; a store that could not be reached would hold the process for seconds more.
process.exit(await main(process.argv.slice(2)));
