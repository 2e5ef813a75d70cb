import { spawnSync } from 'node:child_process';
import Table from 'cli-table3';
import { benchCapture } from './capture-bench.ts';
import { benchJudge, type JudgeTimes } from './judge-bench.ts';

const ROUNDS = 5;
const LATENCY_MS = 50;
const CONCURRENCY = 24;

judgeTable(await benchJudge(1_000, ROUNDS));
captureTable(await benchCapture({ latencyMs: LATENCY_MS, concurrency: CONCURRENCY, rounds: 3 }));
importTable();

function judgeTable(times: JudgeTimes): void {
  const { parse } = times;
  const own = times.normalise + times.hash + times.diff + times.judge;
  const rows: [string, number][] = [
    ['JSON.parse', parse],
    ['normalise', times.normalise],
    ['hash', times.hash],
    ['diff', times.diff],
    ['judge', times.judge],
    ['normalise to judge', own],
  ];
  say(`${times.services} services, ${times.megabytes.toFixed(1)} MB of JSON (median of ${ROUNDS})`);
  print(
    ['step', 'ms', '÷ JSON.parse'],
    rows.map(([step, ms]) => [step, ms.toFixed(1), (ms / parse).toFixed(2)]),
  );
}

function captureTable({ calls, wallMs, boundMs }: { calls: number; wallMs: number; boundMs: number }): void {
  say(
    `capture of 3 × (40 services, 60 accounts, 120 secrets), ${LATENCY_MS} ms an answer, ${CONCURRENCY} at once`,
  );
  print(
    ['calls', 'ms', 'calls × latency ÷ concurrency', 'ratio'],
    [[String(calls), wallMs.toFixed(0), boundMs.toFixed(0), (wallMs / boundMs).toFixed(2)]],
  );
}

function importTable(): void {
  const script =
    "const t = performance.now(); await import('./functions/monitor.ts'); console.log(performance.now() - t); process.exit(0)";
  const times = Array.from({ length: ROUNDS }, () => {
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      env: { ...process.env, PLUMBLINE_CONTRACT: 'contracts/jualuma.yaml' },
    });
    return Number(child.stdout.trim().split('\n').at(-1));
  }).sort((a, b) => a - b);
  say(`import of the function from its sources, contract read (median of ${ROUNDS})`);
  print(['ms'], [[(times[Math.floor(ROUNDS / 2)] ?? 0).toFixed(0)]]);
}

function print(head: string[], rows: string[][]): void {
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...rows);
  process.stdout.write(`${table.toString()}\n\n`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
