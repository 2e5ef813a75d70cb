import { createAuditTrail } from '../../shared/adapters/google/audit-trail.ts';
import { createGoogleSource } from '../../shared/adapters/google/source.ts';
import { createTransport, type TransportOptions } from '../../shared/adapters/google/transport.ts';
import { openSqliteStore } from '../../shared/adapters/sqlite/state-store.ts';
import { environmentIdentifiers } from '../../shared/contract/identifiers.ts';
import { loadContract } from '../../shared/contract/load.ts';
import type { Contract } from '../../shared/contract/model.ts';
import { createFingerprint, createValueReducer } from '../../shared/estate/value-reducer.ts';
import { type PassDeps, runPass } from '../../shared/pass.ts';
import type { PassReport } from '../../shared/pass-report.ts';
import type { Notifier, SendRequest } from '../../shared/ports.ts';
import { fakeTime } from '../adapters/google/fake-time.ts';
import {
  type GoogleSimulator,
  type GoogleSimulatorOptions,
  startGoogleSimulator,
} from '../simulator/google.ts';
import { buildShop, SHOP_CONTRACT } from './shop.ts';

/** A pass, with what people were told in it and what was asked of Google for it. */
export interface Passed extends PassReport {
  told: SendRequest[];
  /** `METHOD host/path?query` in the order of arrival, further tries included. */
  asked: string[];
}

/** A monitor with its memory, its estate and its reader; waiting costs it nothing. */
export interface World {
  google: GoogleSimulator;
  contract: Contract;
  pass(): Promise<Passed>;
  close(): Promise<void>;
}

export interface WorldOptions {
  transport?: Partial<TransportOptions>;
  simulator?: GoogleSimulatorOptions;
  contract?: string;
  build?: (google: GoogleSimulator) => void;
  /** Ask the audit logs who made a change. */
  trail?: boolean;
}

/** The shop's estate, or another, watched by the real pass, transport, source and store. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const google = await startGoogleSimulator({ validate: false, ...options.simulator });
  (options.build ?? buildShop)(google);
  const contract = loadContract(options.contract ?? SHOP_CONTRACT, 'contracts/shop.yaml');
  const clock = passClock();
  const store = await openSqliteStore({ path: ':memory:', estate: contract.estate, clock });
  const told: SendRequest[] = [];
  const transport = patientTransport(google, options.transport);
  const deps = passDeps(contract, {
    store,
    notifier: recordingNotifier(told),
    source: createGoogleSource(transport),
    now: clock.now,
    ...(options.trail === true ? { trail: createAuditTrail(transport) } : {}),
  });
  return {
    google,
    contract,
    pass: async () => {
      clock.nextPass();
      google.requests.length = 0;
      told.length = 0;
      const answer = await runPass(deps, 'schedule');
      if (answer.outcome === 'coalesced') throw new Error('a pass of its own met a lease');
      return { ...answer, told: [...told], asked: google.requests.map(requestLine) };
    },
    close: async () => {
      await store.close();
      await google.close();
    },
  };
}

function passDeps(
  contract: Contract,
  parts: Pick<PassDeps, 'store' | 'notifier' | 'source' | 'now' | 'trail'>,
): PassDeps {
  const key = new Uint8Array(32).fill(7);
  let ids = 0;
  return {
    ...parts,
    contract,
    reduce: createValueReducer({ key, environments: environmentIdentifiers(contract) }),
    fingerprintOf: createFingerprint(key),
    defaultChannel: '#drift',
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    deadline: () => new AbortController().signal,
    leaseMs: 600_000,
    beat: () => Promise.resolve(true),
  };
}

function patientTransport(google: GoogleSimulator, options: Partial<TransportOptions> = {}) {
  return createTransport({
    auth: null,
    concurrency: 24,
    endpoint: google.url,
    time: fakeTime(),
    random: () => 0.5,
    ...options,
  });
}

/** Passes come every ten minutes; inside one the clock stands still. */
function passClock(): { now(): Date; nextPass(): void } {
  let at = Date.parse('2026-02-27T03:00:00Z');
  return {
    now: () => new Date(at),
    nextPass: () => {
      at += 600_000;
    },
  };
}

function recordingNotifier(told: SendRequest[]): Notifier {
  return {
    send: async (request) => {
      told.push(request);
      const delivery = { channel: request.channel, ts: request.entryId };
      return { status: 'sent', delivery };
    },
    update: async (delivery) => ({ status: 'sent', delivery }),
    find: async () => 'absent',
  };
}

function requestLine({ method, address, path, query }: GoogleSimulator['requests'][number]): string {
  const search = new URLSearchParams(query).toString();
  return `${method} ${address}${path}${search === '' ? '' : `?${search}`}`;
}
