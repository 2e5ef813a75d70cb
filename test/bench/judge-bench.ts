import { createHash } from 'node:crypto';
import { evaluateContract } from '../../shared/checks/evaluate.ts';
import { loadContract } from '../../shared/contract/load.ts';
import { captureEstate } from '../../shared/estate/capture.ts';
import { createFingerprint, createValueReducer } from '../../shared/estate/value-reducer.ts';
import { sha256 } from '../../shared/snapshot/canonical-json.ts';
import { diffReadings } from '../../shared/snapshot/diff.ts';
import type { Reading, Snapshot } from '../../shared/snapshot/model.ts';
import { canonicalDocument } from '../../shared/snapshot/normalise.ts';
import { readingText } from '../../shared/snapshot/reading-json.ts';
import { contractText, serviceDocument } from './estate.ts';

const PROJECTS = ['bench-dev', 'bench-stage', 'bench-prod'];
const KEY = createHash('sha256').update('bench').digest();
const reduce = createValueReducer({ key: KEY, environments: [] });

/** Milliseconds of each step over the same documents. */
export interface JudgeTimes {
  services: number;
  megabytes: number;
  parse: number;
  normalise: number;
  hash: number;
  diff: number;
  judge: number;
}

/** Parses, normalises, hashes, diffs and judges 3 × `count` services; the median of `rounds`, after one to warm up. */
export async function benchJudge(count: number, rounds: number): Promise<JudgeTimes> {
  const texts = PROJECTS.map((project) =>
    JSON.stringify({
      services: Array.from({ length: count }, (_, index) => serviceDocument(project, index)),
    }),
  );
  const contract = loadContract(contractText(count), 'bench.yaml');
  const times: JudgeTimes[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    globalThis.gc?.();
    times.push(await once({ texts, contract, count }));
  }
  return medianOf(times.slice(1));
}

async function once(input: {
  texts: string[];
  contract: ReturnType<typeof loadContract>;
  count: number;
}): Promise<JudgeTimes> {
  const { texts, contract, count } = input;
  const [lists, parse] = timed(() =>
    texts.map((text) => (JSON.parse(text) as { services: { name: string }[] }).services),
  );
  const [, normalise] = timed(() =>
    lists.map((list, at) => list.map((body) => canonical(PROJECTS[at] ?? '', body))),
  );
  const before = await snapshotOf(contract, lists);
  const after = structuredClone(before);
  after.readings.forEach(changeSome);
  const [, hash] = timed(() => after.readings.map((reading) => sha256(readingText(reading))));
  const [, diff] = timed(() =>
    after.readings.map((reading, at) => diffReadings(before.readings[at] as Reading, reading)),
  );
  const context = {
    contract,
    snapshot: after,
    now: new Date('2026-02-22T12:00:00Z'),
    fingerprintOf: createFingerprint(KEY),
  };
  const [, judge] = timed(() => evaluateContract(context));
  const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
  return { services: count * PROJECTS.length, megabytes, parse, normalise, hash, diff, judge };
}

function canonical(project: string, body: { name: string }) {
  const name = body.name.slice(body.name.lastIndexOf('/') + 1);
  const context = { environment: project.slice('bench-'.length), project, projectNumber: null, reduce };
  return canonicalDocument({ resource: 'run.services', region: 'us-central1', name, body }, context);
}

/** The snapshot a capture makes of the parsed documents. */
function snapshotOf(
  contract: ReturnType<typeof loadContract>,
  lists: { name: string }[][],
): Promise<Snapshot> {
  return captureEstate({
    estate: contract.estate,
    targets: contract.environments.map(({ name, project, regions }) => ({
      environment: name,
      project,
      regions,
    })),
    reduce,
    now: new Date('2026-02-22T12:00:00Z'),
    signal: new AbortController().signal,
    source: {
      read: async (target, emit) => {
        for (const body of lists[PROJECTS.indexOf(target.project)] ?? [])
          emit({
            resource: 'run.services',
            region: 'us-central1',
            name: body.name.slice(body.name.lastIndexOf('/') + 1),
            body,
          });
        return [{ resource: 'run.services', region: 'us-central1', status: 'OK', detail: null, gaps: {} }];
      },
    },
  });
}

/** One service in a hundred is changed by hand. */
function changeSome(reading: Reading): void {
  Object.values(reading.documents).forEach((document, index) => {
    if (index % 100 === 0) document.fields.ingress = 'INGRESS_TRAFFIC_INTERNAL_ONLY';
  });
}

function timed<T>(work: () => T): [T, number] {
  const started = performance.now();
  const result = work();
  return [result, performance.now() - started];
}

function medianOf(times: JudgeTimes[]): JudgeTimes {
  const middle = (key: keyof JudgeTimes) =>
    times.map((one) => one[key]).sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  return {
    services: middle('services'),
    megabytes: middle('megabytes'),
    parse: middle('parse'),
    normalise: middle('normalise'),
    hash: middle('hash'),
    diff: middle('diff'),
    judge: middle('judge'),
  };
}
