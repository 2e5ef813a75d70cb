import { spawnSync } from 'node:child_process';
import Table from 'cli-table3';
import { loadContract } from '../../shared/contract/load.ts';
import { startGoogleSimulator } from '../simulator/google.ts';
import { buildJualumaEstate } from '../simulator/jualuma.ts';
import { type BundleFigures, benchBundle } from './bundle-bench.ts';
import type { CaptureTimes } from './capture-process.ts';
import { contractText } from './contract.ts';
import { BOUNDS, STEPS } from './pass-bench.ts';
import type { PassReport } from './pass-process.ts';
import { type EstateSize, writeSize } from './size.ts';

const LATENCY_MS = 50;
const CONCURRENCY = 24;
const SIZES: (EstateSize & { rounds: number; goal?: string })[] = [
  { projects: 1, services: 10, accounts: 10, secrets: 20, rounds: 3 },
  { projects: 3, services: 40, accounts: 60, secrets: 120, rounds: 3, goal: '≤ 1.2' },
  { projects: 10, services: 100, accounts: 100, secrets: 200, rounds: 1 },
];
/** The function does not start without one. */
const KEY = Buffer.alloc(32).toString('base64');

/**
 * As the function is deployed with 512 MB. The engine takes what it is given before it collects: unbounded
 * it holds 660 MB at its peak, for about a fifth less time.
 */
const HEAP = ['--max-old-space-size=256', '--max-semi-space-size=16'];

passTable({ services: 1_000, roles: 1_000, rounds: 6 });
passTable({ services: 10_000, roles: 500, rounds: 3 });
passTable({ services: 10_000, roles: 10_000, rounds: 3 });
captureTable();
startTable();
bundleTable(await benchDeployed());

function passTable(of: { services: number; roles: number; rounds: number }): void {
  const { services, roles, rounds } = of;
  const flags = ['--expose-gc', ...HEAP];
  const script = ['test/bench/pass-process.ts', ...[services, roles, rounds].map(String)];
  const told = JSON.parse(run([...flags, ...script])) as PassReport;
  const own = STEPS.reduce((sum, step) => sum + told[step], -told.parse);
  const times: [string, number, string][] = [
    ...STEPS.map((step): [string, number, string] => [step, told[step], '']),
    ['normalise to judge', own, '≤ 3'],
  ];
  print(
    `A pass over 3 × ${services} services, ${(told.bytes / 1e6).toFixed(0)} MB of JSON, a contract of ${roles} roles`,
    ['step', 'processor ms', '÷ JSON.parse', 'goal'],
    [
      ...times.map(([step, ms, goal]) => [step, ms.toFixed(0), (ms / told.parse).toFixed(2), goal]),
      ...BOUNDS.map((part) => [
        `… of it the engine's: ${part}`,
        told[part].toFixed(0),
        (told[part] / told.parse).toFixed(2),
        '',
      ]),
      ['peak memory, MB', told.peakMegabytes.toFixed(0), '', '≤ 512'],
      ['… before the pass, with the contract', told.contractMegabytes.toFixed(0), '', ''],
    ],
  );
}

/** No client with as many calls can be quicker than calls × latency ÷ concurrency. */
function captureTable(): void {
  const rows = SIZES.map(({ rounds, goal, ...size }) => {
    const args = [LATENCY_MS, CONCURRENCY, rounds, writeSize(size)].map(String);
    const told = JSON.parse(run([...HEAP, 'test/bench/capture-process.ts', ...args])) as CaptureTimes;
    const boundMs = (told.calls * LATENCY_MS) / CONCURRENCY;
    const { projects, services, accounts, secrets } = size;
    return [
      `${projects} × (${services}, ${accounts}, ${secrets})`,
      String(told.calls),
      (told.wallMs / 1_000).toFixed(2),
      (boundMs / 1_000).toFixed(2),
      (told.wallMs / boundMs).toFixed(2),
      goal ?? '',
      told.peakMegabytes.toFixed(0),
    ];
  });
  print(
    `Capture of projects × (services, accounts, secrets), ${LATENCY_MS} ms an answer, ${CONCURRENCY} at once`,
    ['estate', 'calls', 's', 'calls × latency ÷ concurrency', 'ratio', 'goal', 'MB'],
    rows,
  );
}

function startTable(): void {
  const environments = ['dev', 'test', 'stage', 'prod'];
  const text = contractText({ roles: 500, environments, keys: 8 });
  const validate = median(5, () => elapsed(() => loadContract(text, 'bench.yaml')));
  const script =
    "const t = performance.now(); await import('./functions/monitor.ts'); console.log(performance.now() - t); process.exit(0)";
  const load = median(5, () => Number(run(['--input-type=module', '-e', script]).trim().split('\n').at(-1)));
  print(
    'Before a pass (median of 5)',
    ['what', 'ms', 'goal'],
    [
      ['a contract of 500 roles × 4 environments, 8 keys each, validated', validate.toFixed(0), '≤ 1000'],
      ['the function imported from its sources (deployed is the bundle)', load.toFixed(0), ''],
    ],
  );
}

function bundleTable(figures: BundleFigures): void {
  const { zipBytes, indexBytes, importMs, importCpuMs, firstAnswerMs, peakMegabytes } = figures;
  print(
    'The bundle, as it is deployed (medians of 5)',
    ['what', 'figure', 'goal'],
    [
      ['zip, MB', (zipBytes / 1e6).toFixed(2), ''],
      ['its one file, MB', (indexBytes / 1e6).toFixed(2), ''],
      ['imported, ms', importMs.toFixed(0), '≤ 300'],
      ['… processor ms of it', importCpuMs.toFixed(0), ''],
      ['process started to first answer, ms', firstAnswerMs.toFixed(0), '≤ 1000'],
      ['peak memory after a pass over jualuma, MB', peakMegabytes.toFixed(0), '≤ 512'],
    ],
  );
}

async function benchDeployed(): Promise<BundleFigures> {
  const google = await startGoogleSimulator();
  buildJualumaEstate(google.estate);
  try {
    return await benchBundle({
      PLUMBLINE_CONTRACT: 'contracts/jualuma.yaml',
      PLUMBLINE_FINGERPRINT_KEY: KEY,
      PLUMBLINE_GCP_ENDPOINT: google.url,
      PLUMBLINE_STORE: 'sqlite::memory:',
    });
  } finally {
    await google.close();
  }
}

function run(args: string[]): string {
  const child = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, PLUMBLINE_CONTRACT: 'contracts/jualuma.yaml', PLUMBLINE_FINGERPRINT_KEY: KEY },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0)
    throw new Error(`node ${args.join(' ')} ended with ${child.status ?? child.signal}`);
  return child.stdout;
}

function elapsed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function median(rounds: number, measure: () => number): number {
  const sorted = Array.from({ length: rounds }, measure).sort((a, b) => a - b);
  return sorted[Math.floor(rounds / 2)] ?? 0;
}

function print(title: string, head: string[], rows: string[][]): void {
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...rows);
  process.stdout.write(`${title}\n${table.toString()}\n\n`);
}
