import { openEventLogs } from '../../shared/adapters/logging/event-log.ts';
import type { FindingRecord } from '../../shared/findings/model.ts';
import { type PassAnswer, runPass, runRequestedPass } from '../../shared/pass.ts';
import type { CoveredPass } from '../../shared/pass-report.ts';
import type { EventLog } from '../../shared/ports.ts';
import { type SettleRequest, settleFinding } from '../../shared/settle-finding.ts';
import { CLOUD_STORE, openEyes, openSettings, openStore, passDeps, type Settings } from '../wire.ts';
import type { PassRequestBody } from './request.ts';

/** What the HTTP function does, behind its routes. */
export interface Service {
  settings: Settings;
  /** The log of one request; `trace`: its traceparent or X-Cloud-Trace-Context header. */
  log(trace: string | null): Promise<EventLog>;
  pass(request: PassRequestBody, log: EventLog): Promise<PassAnswer | CoveredPass>;
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
    pass: async (request, log) => {
      const own = { ...(await deps()), log };
      if (request.trigger === 'schedule') return runPass(own, request.trigger);
      const { trigger: _, ...data } = request;
      return runRequestedPass(own, data);
    },
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
