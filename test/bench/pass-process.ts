import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadContract } from '../../shared/contract/load.ts';
import { contractText } from './contract.ts';
import { ENVIRONMENTS } from './estate.ts';
import { writePages } from './pages.ts';
import { BOUNDS, benchPass, type PassTimes, STEPS } from './pass-bench.ts';

/** The median of each step, and the most memory the process held, in MB (10^6 bytes): of all, and before the first pass. */
export type PassReport = PassTimes & { peakMegabytes: number; contractMegabytes: number };

/** A process of its own: passes over 3 × SERVICES services with a contract of ROLES roles, ROUNDS times, and prints the report as JSON. */
const [services = 1_000, roles = 1_000, rounds = 1] = process.argv.slice(2).map(Number);
const text = contractText({ roles, environments: ENVIRONMENTS, keys: 0 });
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const contract = loadContract(text, 'bench.yaml');
const projects = contract.environments.map(({ project }) => project);
const pages = writePages(folder, projects, services);
const contractMegabytes = peak();
const times: PassTimes[] = [];
for (let round = 0; round < rounds; round += 1) {
  globalThis.gc?.();
  times.push(await benchPass(contract, pages));
}
const medians = Object.fromEntries([...STEPS, ...BOUNDS, 'bytes' as const].map((of) => [of, median(of)]));
process.stdout.write(JSON.stringify({ ...medians, peakMegabytes: peak(), contractMegabytes }));

function median(of: keyof PassTimes): number {
  return times.map((one) => one[of]).sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

/** The system counts in KiB. */
function peak(): number {
  return (process.resourceUsage().maxRSS * 1_024) / 1e6;
}
