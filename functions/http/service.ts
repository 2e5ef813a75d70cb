import { isObjectName } from '../../shared/adapters/google/contract-object.ts';
import { openEventLogs } from '../../shared/adapters/logging/event-log.ts';
import type { BreakGlassRequest } from '../../shared/break-glass/model.ts';
import { type BreakGlassAnswer, runBreakGlass } from '../../shared/break-glass/trigger.ts';
import type { FindingRecord } from '../../shared/findings/model.ts';
import { type PassAnswer, type PassDeps, runPass } from '../../shared/pass.ts';
import type { EventLog } from '../../shared/ports.ts';
import { findingByPrefix, type SettleRequest, settleFinding } from '../../shared/settle-finding.ts';
import { VERSION } from '../version.ts';
import {
  CLOUD_STORE,
  checkStart,
  fetchContract,
  openEyes,
  openSettings,
  openStore,
  passDeps,
  type Settings,
  storeSchema,
} from '../wire.ts';
import { createStop, type Stop, storeUntil } from './stop.ts';

/** What the HTTP function does, behind its routes. */
export interface Service {
  /** Those of the newest contract that was read. */
  readonly settings: Settings;
  /** The log of one request; `trace`: its traceparent or X-Cloud-Trace-Context header. */
  log(trace: string | null): Promise<EventLog>;
  pass(log: EventLog): Promise<PassAnswer>;
  breakGlass(request: BreakGlassRequest, log: EventLog): Promise<BreakGlassAnswer>;
  /** Settles the one finding whose fingerprint begins so. */
  settle(finding: string, request: SettleRequest): Promise<FindingRecord>;
  /** Answers the version and the store's schema; throws where configuration or store cannot be used. */
  check(): Promise<{ version: string; schema: number }>;
}

/**
 * The service of one instance. Configuration and contract are read now; the store is opened by the
 * first request and kept, and tried again where opening failed. A contract in a bucket is looked at again
 * before every pass: an instance may live for days.
 */
export async function openService(
  variables: Record<string, string | undefined>,
  stop: Stop = createStop(),
): Promise<Service> {
  const print = (text: string) => process.stdout.write(text);
  await checkStart(variables);
  let settings = await readSettings(variables);
  let eyes = openEyes(settings, { from: null });
  const logs = kept(() => openEventLogs({ project: settings.config.storeProject }));
  const store = kept(async () => storeUntil(await openStore(settings), stop));
  const depsNow = async (): Promise<PassDeps> =>
    passDeps(settings, { eyes, store: await store(), print, stop: stop.signal });
  let deps = kept(depsNow);
  const renew = async () => {
    if (!isObjectName(settings.config.contract ?? '')) return;
    const next = await readSettings(variables);
    if (next.contract.file === settings.contract.file) return;
    settings = next;
    eyes = openEyes(settings, { from: null });
    deps = kept(depsNow);
  };
  /** With the newest contract, and waited for before the process ends. */
  const alone = <T>(work: (now: PassDeps) => Promise<T>): Promise<T> =>
    stop.track(renew().then(async () => work(await deps())));
  return {
    get settings() {
      return settings;
    },
    log: async (trace) => (await logs()).forTrace(trace),
    pass: (log) => alone(async (now) => runPass({ ...now, log }, 'schedule')),
    breakGlass: (request, log) => alone(async (now) => runBreakGlass({ ...now, log }, request)),
    settle: async (finding, request) => {
      const opened = await store();
      const { fingerprint } = findingByPrefix(await opened.listFindings([]), finding);
      return settleFinding(opened, { ...request, fingerprint }, new Date());
    },
    check: async () => {
      await (await store()).check();
      return { version: VERSION, schema: await storeSchema(settings.config) };
    },
  };
}

async function readSettings(variables: Record<string, string | undefined>): Promise<Settings> {
  await fetchContract(variables, {});
  return openSettings(variables, { defaultStore: CLOUD_STORE });
}

/** Opens once and keeps what it opened; a failure is not kept. */
function kept<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | null = null;
  return () => {
    opened ??= open().catch((error) => {
      opened = null;
      throw error;
    });
    return opened;
  };
}
