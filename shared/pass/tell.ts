import { type DrainSummary, drainOutbox } from '../alerts/drain.ts';
import { channelToday } from '../alerts/route.ts';
import { logHeartbeat, logPass } from '../pass-log.ts';
import type { RunRecord } from '../ports.ts';
import type { Pass, PassDeps } from './model.ts';

/** Sends what is due. Every drain has a name of its own: a claim it left unsettled is a stranger's to the next one. */
export function drain(deps: PassDeps, owner: string): Promise<DrainSummary> {
  const { store, notifier, now, pace, contract, defaultChannel } = deps;
  const { routes } = contract.alerts;
  return drainOutbox({
    store,
    notifier,
    now,
    owner,
    channelOf: (entry) => channelToday(entry, { routes, defaultChannel }),
    ...(pace === undefined ? {} : { pace }),
  });
}

/** What is pending after the last drain of a pass, with what both have sent. */
export function together(earlier: DrainSummary, last: DrainSummary): DrainSummary {
  return {
    ...last,
    sent: earlier.sent + last.sent,
    possibleDuplicates: earlier.possibleDuplicates + last.possibleDuplicates,
  };
}

/** Tells operators how the pass went, and the dead man's switch where everything was read, kept and told. */
export async function tellOperators(
  deps: PassDeps,
  pass: Pass,
  ended: { run: RunRecord; delivery: DrainSummary; findingsOpen: number },
): Promise<void> {
  const now = deps.now();
  const calls = (deps.calls?.() ?? 0) - pass.callsBefore;
  const durationMs = now.getTime() - pass.startedAt.getTime();
  logPass(deps.log, { ...ended, calls, durationMs, now });
  const { run, delivery } = ended;
  if (run.outcome === 'complete' && delivery.pending === 0) logHeartbeat(deps.log, run, await deps.beat());
}
