import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createGoogleSource } from '../../shared/adapters/google/source.ts';
import { createTransport } from '../../shared/adapters/google/transport.ts';
import { captureEstate } from '../../shared/estate/capture.ts';
import { isComplete } from '../../shared/estate/coverage.ts';
import { createValueReducer } from '../../shared/estate/value-reducer.ts';
import { projectsOf, readSize } from './size.ts';

export interface CaptureTimes {
  calls: number;
  wallMs: number;
  /** The most memory the process held, in MB (10^6 bytes). */
  peakMegabytes: number;
}

/** Captures an estate of SIZE from a simulator of its own process ROUNDS times, after one to warm up, and prints the median as JSON. */
const [latencyMs = '50', concurrency = '24', rounds = '3', size = ''] = process.argv.slice(2);
const child = spawn(process.execPath, ['test/bench/serve-estate.ts', latencyMs, size], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
const endpoint = chunk.toString('utf8').trim();
const times: Omit<CaptureTimes, 'peakMegabytes'>[] = [];
for (let round = 0; round <= Number(rounds); round += 1) times.push(await capture());
child.stdin.end();
const sorted = times.slice(1).sort((a, b) => a.wallMs - b.wallMs);
const peakMegabytes = (process.resourceUsage().maxRSS * 1_024) / 1e6;
process.stdout.write(JSON.stringify({ ...sorted[Math.floor(sorted.length / 2)], peakMegabytes }));

async function capture(): Promise<Omit<CaptureTimes, 'peakMegabytes'>> {
  const transport = createTransport({ auth: null, concurrency: Number(concurrency), endpoint });
  const started = performance.now();
  const snapshot = await captureEstate({
    estate: 'bench',
    targets: projectsOf(readSize(size).projects).map((project) => ({
      environment: project,
      project,
      regions: ['us-central1'],
    })),
    source: createGoogleSource(transport),
    reduce: createValueReducer({ key: Buffer.alloc(32), environments: [] }),
    now: new Date(),
    signal: new AbortController().signal,
  });
  const wallMs = performance.now() - started;
  if (!isComplete(snapshot)) throw new Error('the bench estate was not read whole');
  return { calls: transport.stats().calls, wallMs };
}
