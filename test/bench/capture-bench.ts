import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createGoogleSource } from '../../shared/adapters/google/source.ts';
import { createTransport } from '../../shared/adapters/google/transport.ts';
import { captureEstate } from '../../shared/estate/capture.ts';
import { isComplete } from '../../shared/estate/coverage.ts';
import { createValueReducer } from '../../shared/estate/value-reducer.ts';

export interface CaptureTimes {
  calls: number;
  wallMs: number;
  /** calls × latency ÷ concurrency: no client with this many calls can be quicker. */
  boundMs: number;
}

/** Captures the bench estate from a simulator of its own process; the median of `rounds`, after one to warm up. */
export async function benchCapture(options: {
  latencyMs: number;
  concurrency: number;
  rounds: number;
}): Promise<CaptureTimes> {
  const child = spawn(process.execPath, ['test/bench/serve-estate.ts', String(options.latencyMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  const endpoint = chunk.toString('utf8').trim();
  const times: CaptureTimes[] = [];
  for (let round = 0; round <= options.rounds; round += 1) times.push(await capture(endpoint, options));
  child.stdin.end();
  const sorted = times.slice(1).sort((a, b) => a.wallMs - b.wallMs);
  const median = sorted[Math.floor(sorted.length / 2)];
  if (median === undefined) throw new Error('no round was run');
  return median;
}

async function capture(
  endpoint: string,
  options: { latencyMs: number; concurrency: number },
): Promise<CaptureTimes> {
  const transport = createTransport({ auth: null, concurrency: options.concurrency, endpoint });
  const started = performance.now();
  const snapshot = await captureEstate({
    estate: 'bench',
    targets: ['dev', 'stage', 'prod'].map((name) => ({
      environment: name,
      project: `bench-${name}`,
      regions: ['us-central1'],
    })),
    source: createGoogleSource(transport),
    reduce: createValueReducer({ key: Buffer.alloc(32), environments: [] }),
    now: new Date(),
    signal: new AbortController().signal,
  });
  const wallMs = performance.now() - started;
  if (!isComplete(snapshot)) throw new Error('the bench estate was not read whole');
  const { calls } = transport.stats();
  return { calls, wallMs, boundMs: (calls * options.latencyMs) / options.concurrency };
}
