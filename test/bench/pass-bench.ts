import { createHash, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import type { Contract } from '../../shared/contract/model.ts';
import { captureEstate } from '../../shared/estate/capture.ts';
import type { EstateSource } from '../../shared/estate/source.ts';
import { createFingerprint, createValueReducer } from '../../shared/estate/value-reducer.ts';
import { changedDocuments } from '../../shared/snapshot/changed-documents.ts';
import { diffReadings } from '../../shared/snapshot/diff.ts';
import type { Reading, Snapshot } from '../../shared/snapshot/model.ts';
import { type ReadingText, wholeText, writeReading } from '../../shared/snapshot/reading-text.ts';
import { documentsOf, KNOWN, OUTCOMES, PAGE, projectDocuments } from './estate.ts';
import type { Pages } from './pages.ts';

const NOW = new Date('2026-02-22T12:00:00Z');
const KEY = createHash('sha256').update('bench').digest();
const FINGERPRINT = createFingerprint(KEY);

/** The ingress of a service, or who a policy lets in. */
const WAS = /INGRESS_TRAFFIC_ALL|allUsers|group:engineers/;
const BECAME = 'INGRESS_TRAFFIC_NONE';

export const STEPS = ['parse', 'normalise', 'hash', 'diff', 'judge'] as const;
/**
 * What a pass cannot do without and the engine does for it: fingerprints of the literals, each document
 * written once, hashed, and read again to be judged. Done beside the pass, with nothing decided.
 */
export const BOUNDS = ['fingerprints', 'writing', 'hashing', 'reading'] as const;
export type Step = (typeof STEPS)[number] | (typeof BOUNDS)[number];

/** What a pass took: milliseconds of processor time for each step, and the bytes of JSON it read. */
export type PassTimes = Record<Step, number> & { bytes: number };

/**
 * A pass as the monitor makes it: page after page is parsed, reduced and let go; scope after scope is
 * hashed and compared with an earlier reading; then everything is judged.
 */
export async function benchPass(contract: Contract, pages: Pages): Promise<PassTimes> {
  const times = Object.fromEntries([...STEPS, ...BOUNDS, 'bytes'].map((of) => [of, 0])) as PassTimes;
  const snapshot = await capture(contract, pages, times);
  for (const reading of snapshot.readings.filter(({ status }) => status === 'OK')) {
    const written = timed(times, 'hash', () => writeReading(reading));
    const stored = changedByHand(written);
    if (stored !== null) timed(times, 'diff', () => compare(stored, reading, written));
  }
  const context = { contract, snapshot, now: NOW, fingerprintOf: FINGERPRINT };
  timed(times, 'judge', () => evaluateContract(context));
  bounds(snapshot, pages, times);
  return times;
}

/** A hundred documents at a time: each timing costs a microsecond, and nothing is to be held for long. */
function bounds(snapshot: Snapshot, pages: Pages, times: PassTimes): void {
  for (const path of [...pages.values()].flat()) {
    const literals = literalsOf(readFileSync(path, 'utf8'));
    timed(times, 'fingerprints', () => literals.map(FINGERPRINT));
  }
  const documents = snapshot.readings.flatMap((reading) => Object.values(reading.documents));
  for (let from = 0; from < documents.length; from += PAGE) {
    const opened = documents
      .slice(from, from + PAGE)
      .map(({ evidence, fields, name }) => ({ evidence, fields, name }));
    const texts = timed(times, 'writing', () => opened.map((document) => JSON.stringify(document)));
    timed(times, 'hashing', () => texts.map((text) => hash('sha256', text)));
    timed(times, 'reading', () => texts.map((text) => JSON.parse(text)));
  }
}

/** The literals of a page's services, each once: the services of a project share many. */
function literalsOf(page: string): string[] {
  return [...new Set([...page.matchAll(/"value": "([^"]*)"/g)].map(([, value]) => value ?? ''))];
}

/** Processor time of all threads, collecting garbage too: what else runs on the machine does not count. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function timed<T>(times: PassTimes, step: Step, work: () => T): T {
  const started = processorMs();
  const result = work();
  times[step] += processorMs() - started;
  return result;
}

/** All of the capture is normalising, but for fetching the pages and parsing them. */
async function capture(contract: Contract, pages: Pages, times: PassTimes): Promise<Snapshot> {
  let fetching = 0;
  const source: EstateSource = {
    read: async ({ project }, emit) => {
      for (const path of pages.get(project) ?? []) {
        const begun = processorMs();
        const text = readFileSync(path, 'utf8');
        times.bytes += text.length;
        const fetched = processorMs();
        const page = JSON.parse(text);
        times.parse += processorMs() - fetched;
        fetching += fetched - begun;
        for (const document of documentsOf(page)) emit(document);
        await null;
      }
      for (const document of projectDocuments(project)) emit(document);
      return OUTCOMES;
    },
  };
  const started = processorMs();
  const snapshot = await captureEstate({
    estate: contract.estate,
    targets: contract.environments.map(({ name, project, regions }) => ({
      environment: name,
      project,
      regions,
    })),
    source,
    reduce: createValueReducer({ key: KEY, environments: KNOWN }),
    now: NOW,
    signal: new AbortController().signal,
  });
  times.normalise = processorMs() - started - fetching - times.parse;
  return snapshot;
}

/** As a pass treats a scope whose content id is not the stored one: it is compared, and its text goes to the store. */
function compare(stored: string, reading: Reading, written: ReadingText): void {
  const { before, after } = changedDocuments(stored, reading, written);
  if (diffReadings(before, after).length === 0) throw new Error('the changes by hand were not seen');
  wholeText(written);
}

/**
 * The earlier reading as the store gives it; one document in a hundred was changed by hand since. Made of
 * the text, so that no garbage of the bench's own is collected while a step is timed. Null where nothing
 * was: a scope whose content id is the stored one is not looked at further.
 */
function changedByHand(written: ReadingText): string | null {
  const parts = [written.head];
  let isChanged = false;
  for (const [index, { member, text }] of written.documents.entries()) {
    const changed = index % 100 === 0 ? text.replace(WAS, BECAME) : text;
    isChanged ||= changed !== text;
    parts.push(index === 0 ? '' : ',', member, changed);
  }
  return isChanged ? [...parts, written.tail].join('') : null;
}
