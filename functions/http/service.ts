import { openEventLogs } from '../../shared/adapters/logging/event-log.ts';
import type { BreakGlassRequest } from '../../shared/break-glass/model.ts';
import { type BreakGlassAnswer, runBreakGlass } from '../../shared/break-glass/trigger.ts';
import type { FindingRecord } from '../../shared/findings/model.ts';
import { type PassAnswer, runPass } from '../../shared/pass.ts';
import type { EventLog } from '../../shared/ports.ts';
import { type SettleRequest, settleFinding } from '../../shared/settle-finding.ts';
import { CLOUD_STORE, openEyes, openSettings, openStore, passDeps, type Settings } from '../wire.ts';

/** What the HTTP function does, behind its routes. */
export interface Service {
  settings: Settings;
  /** The log of one request; `trace`: its traceparent or X-Cloud-Trace-Context header. */
  log(trace: string | null): Promise<EventLog>;
  pass(log: EventLog): Promise<PassAnswer>;
  breakGlass(request: BreakGlassRequest, log: EventLog): Promise<BreakGlassAnswer>;
  settle(request: SettleRequest & { fingerprint: string }): Promise<FindingRecord>;
  /** Throws where configuration or store cannot be used. */
  check(): Promise<void>;
}

/**
 * The service of one instance. Configuration and contract are read now; the store is opened by the
 * first request and kept, and tried again where opening failed.
 */
export function openService(variables: Record<string, string | undefined>): Service {
  const settings = openSettings(variables, { defaultStore: CLOUD_STORE });
  const eyes = openEyes(settings, { from: null });
  const print = (text: string) => process.stdout.write(text);
  const store = kept(() => openStore(settings));
  const logs = kept(() => openEventLogs({ project: settings.config.storeProject }));
  const deps = kept(async () => passDeps(settings, { eyes, store: await store(), print }));
  return {
    settings,
    log: async (trace) => (await logs()).forTrace(trace),
    pass: async (log) => runPass({ ...(await deps()), log }, 'schedule'),
    breakGlass: async (request, log) => runBreakGlass({ ...(await deps()), log }, request),
    settle: async (request) => settleFinding(await store(), request, new Date()),
    check: async () => (await store()).check(),
  };
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
