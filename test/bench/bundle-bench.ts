import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startFunction } from '../acceptance/function.ts';
import { bundleBytes, unpackedBundle } from '../bundle/unpacked.ts';

/** What the deployed artefact costs an instance. */
export interface BundleFigures {
  zipBytes: number;
  indexBytes: number;
  /** Wall and processor time of importing it, median. */
  importMs: number;
  importCpuMs: number;
  /** From starting the process to the first answered request, median. */
  firstAnswerMs: number;
  /** Resident memory after a pass, its peak. */
  peakMegabytes: number;
}

const ROUNDS = 5;

/** Measures the bundle as it is deployed, with a store in a file: what Firestore adds depends on where it is. */
export async function benchBundle(variables: Record<string, string>): Promise<BundleFigures> {
  const folder = await unpackedBundle();
  const imports = Array.from({ length: ROUNDS }, () => importTimes(folder, variables));
  const starts: number[] = [];
  let peakMegabytes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    const running = await startFunction(variables);
    await fetch(`${running.url}/nowhere`);
    starts.push(performance.now() - began);
    if (round === 0) {
      await (await fetch(running.url, { method: 'POST' })).text();
      peakMegabytes = peakOf(running.pid);
    }
    await running.stop();
  }
  return {
    zipBytes: (await bundleBytes()).length,
    indexBytes: statSync(join(folder, 'index.js')).size,
    importMs: median(imports.map(({ wall }) => wall)),
    importCpuMs: median(imports.map(({ cpu }) => cpu)),
    firstAnswerMs: median(starts),
    peakMegabytes,
  };
}

function importTimes(folder: string, variables: Record<string, string>): { wall: number; cpu: number } {
  const script =
    'const t = performance.now(), c = process.cpuUsage(); await import("./index.js");' +
    'const { user, system } = process.cpuUsage(c);' +
    'console.log(JSON.stringify({ wall: performance.now() - t, cpu: (user + system) / 1000 })); process.exit(0)';
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    env: { ...process.env, ...variables },
    encoding: 'utf8',
  });
  const line = stdout.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(stderr);
  return JSON.parse(line) as { wall: number; cpu: number };
}

/** The high-water mark Linux keeps; NaN elsewhere. */
function peakOf(pid: number): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1000;
  } catch {
    return Number.NaN;
  }
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
