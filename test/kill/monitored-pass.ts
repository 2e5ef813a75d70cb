import type { Firestore } from '@google-cloud/firestore';
import { openFirestoreStore } from '../../shared/adapters/firestore/state-store.ts';
import { createSlackNotifier } from '../../shared/adapters/slack/notifier.ts';
import { openSqliteStore } from '../../shared/adapters/sqlite/state-store.ts';
import { runPass } from '../../shared/pass.ts';
import type { PassReport } from '../../shared/pass-report.ts';
import type { StateStore } from '../../shared/ports.ts';
import { shopMonitor, shopSource } from '../fakes/shop-monitor.ts';
import { type Point, watchSteps, watchStore, withSlackPoints } from './points.ts';
import { type Look, show } from './scenes.ts';

/** Where one run keeps its state and tells people; plain data, so that a child process can be told. */
export interface Place {
  store: { kind: 'sqlite'; path: string } | { kind: 'firestore'; project: string; estate: string };
  slackUrl: string;
  channel: string;
}

/** What dies here are processes, not calls that a busy machine is slow to answer. */
const PATIENT_MS = 120_000;

/** One pass of the real monitor, real store and real Slack client over what the shop looks like at an instant. */
export async function monitoredPass(
  place: Place,
  { look, at, point = () => undefined }: { look: Look; at: string; point?: Point },
): Promise<PassReport> {
  const now = () => new Date(at);
  const source = shopSource();
  show(source, look);
  const store = await openPlace(place, now);
  const monitor = shopMonitor(
    {
      store: watchStore(store, point),
      notifier: createSlackNotifier({
        token: 'xoxb-kill-matrix',
        apiUrl: place.slackUrl,
        timeoutMs: PATIENT_MS,
      }),
      source,
      now,
    },
    { ...watchSteps(source, point), defaultChannel: place.channel },
  );
  try {
    const answer = await withSlackPoints(point, () => runPass(monitor, 'schedule'));
    if (answer.outcome === 'coalesced') throw new Error('a pass of its own met a lease');
    return answer;
  } finally {
    await store.close();
  }
}

/** One client for each process: making one takes longer than a pass. */
let firestore: Firestore | null = null;

/** The store of a run; its clock is the scene's. */
export async function openPlace({ store }: Place, now: () => Date): Promise<StateStore> {
  const clock = { now };
  if (store.kind === 'sqlite') return openSqliteStore({ path: store.path, estate: 'shop', clock });
  firestore ??= await newClient(store.project);
  const { estate } = store;
  const opened = await openFirestoreStore({ database: '(default)', estate, clock, client: firestore });
  return { ...opened, close: async () => undefined };
}

/** Imported here: a process that keeps its state in a file starts without it. */
async function newClient(projectId: string): Promise<Firestore> {
  const { Firestore: Client } = await import('@google-cloud/firestore');
  return new Client({ projectId });
}

/** Ends what the passes of this process share. */
export async function closePlaces(): Promise<void> {
  await firestore?.terminate();
  firestore = null;
}
