import { openSqliteStore } from '../../shared/adapters/sqlite/state-store.ts';
import { PlumblineError } from '../../shared/errors.ts';
import type { FindingRecord } from '../../shared/findings/model.ts';
import { type PassDeps, runPass } from '../../shared/pass.ts';
import type { StateStore } from '../../shared/ports.ts';
import { settleFinding } from '../../shared/settle-finding.ts';
import { shopMonitor, shopService, shopSource } from '../fakes/shop-monitor.ts';
import { type Act, Anchor, type Meeting, PlaceModel } from './model.ts';
import { Channel, type SlackMood } from './slack.ts';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-02-27T00:00:00Z');

/** The places a life is about, by where the monitor finds them. */
const PLACES = {
  ingress: { at: 'run.services/us-central1/api ingress', serious: true, gap: false },
  cpu: {
    at: 'run.services/us-central1/web template.containers.main.resources.limits.cpu',
    serious: false,
    gap: false,
  },
  keys: { at: 'apikeys.keys', serious: true, gap: true },
  services: { at: 'run.services/us-central1', serious: true, gap: true },
};
type PlaceName = keyof typeof PLACES;
const NAMES = Object.keys(PLACES) as PlaceName[];

/** What happens until the next pass, and in it. */
export interface Hour {
  hours: number;
  ingress: 'internal' | 'all' | 'none' | null;
  cpu: '1' | '2' | '4' | null;
  keys: 'OK' | 'DENIED' | 'UNREACHABLE';
  blind: boolean;
  act: { place: PlaceName; act: 'accept' | 'silence' | 'reopen'; hours: number; forGood: boolean } | null;
  slack: SlackMood;
  /** The store call at which this pass breaks down. */
  breaks: 'loadState' | 'putReadings' | 'commit' | 'settleEntry' | null;
}

/** What one committed pass told, or what a person was answered, by the monitor and by the model. */
export interface Comparison {
  monitor: string[];
  model: string[];
}

/** The monitor and its model, living through the same hours. */
export class Life {
  readonly channel = new Channel();
  readonly entries = new Set<string>();
  passes = 0;
  private now = 0;
  private ingress = 'internal';
  private cpu = '1';
  private readonly source = shopSource();
  private readonly models: Record<PlaceName, PlaceModel>;
  private readonly anchor = new Anchor('1');
  private broken: string | null = null;
  private readonly store: StateStore;
  private readonly deps: PassDeps;
  private readonly clock: { at: number };

  static async begin(): Promise<Life> {
    const clock = { at: START };
    const store = await openSqliteStore({
      path: ':memory:',
      estate: 'shop',
      clock: { now: () => new Date(clock.at) },
    });
    const life = new Life(store, clock);
    await life.pass({ keys: 'OK', blind: false });
    return life;
  }

  private constructor(store: StateStore, clock: { at: number }) {
    this.store = store;
    this.clock = clock;
    this.models = Object.fromEntries(NAMES.map((name) => [name, new PlaceModel(PLACES[name])])) as Record<
      PlaceName,
      PlaceModel
    >;
    const now = () => new Date(clock.at);
    this.deps = shopMonitor({
      store: this.breaking(store),
      notifier: this.channel.notifier,
      source: this.source,
      now,
    });
  }

  /** Lives through an hour; answers everything both sides said in it. */
  async live(hour: Hour): Promise<Comparison[]> {
    const said = hour.act === null ? [] : [await this.settle(hour.act)];
    this.now += hour.hours;
    this.clock.at = START + this.now * HOUR_MS;
    this.ingress = hour.ingress ?? this.ingress;
    this.cpu = hour.cpu ?? this.cpu;
    this.channel.mood = hour.slack;
    this.broken = hour.breaks;
    return [...said, await this.pass(hour)];
  }

  /** Quiet hours in which everything that is owed must go out. */
  async settleDown(): Promise<number> {
    for (let count = 0; count < 3; count += 1) await this.live({ ...QUIET, keys: 'OK', blind: false });
    const pending = (await this.store.pendingEntries()).length;
    await this.store.close();
    return pending;
  }

  private async pass({ keys, blind }: Pick<Hour, 'keys' | 'blind'>): Promise<Comparison> {
    this.show({ keys, blind });
    const before = await this.lastRun();
    try {
      await runPass(this.deps, 'schedule');
    } catch (error) {
      if (!(error instanceof PlumblineError) || error.code !== 'STORE_UNAVAILABLE') throw error;
    }
    this.broken = null;
    const after = await this.lastRun();
    if (after === before) return { monitor: [], model: [] };
    this.passes += 1;
    return { monitor: await this.toldBy(after), model: this.expected({ keys, blind }) };
  }

  private show({ keys, blind }: Pick<Hour, 'keys' | 'blind'>): void {
    this.source.documents.prod = [
      shopService('prod', 'web', { cpu: this.cpu }),
      shopService('prod', 'api', { ingress: this.ingress as 'all' }),
    ];
    this.source.gaps = {
      ...(keys === 'OK' ? {} : { 'prod|apikeys.keys': { status: keys, detail: 'no' } }),
      ...(blind ? { 'prod|run.services': { status: 'DENIED' as const, detail: 'no' } } : {}),
    };
  }

  private expected({ keys, blind }: Pick<Hour, 'keys' | 'blind'>): string[] {
    const { cpu, ingress } = this;
    const open = { open: this.models.cpu.open, accepted: this.models.cpu.isAccepted() };
    const meetings: Record<PlaceName, Meeting> = {
      ingress: blind ? { seen: false } : { seen: true, value: ingress, wrong: ingress !== 'internal' },
      cpu: blind ? { seen: false } : { seen: true, value: cpu, wrong: this.anchor.isWrong(cpu, open) },
      keys: gap(keys),
      services: gap(blind ? 'DENIED' : 'OK'),
    };
    return NAMES.flatMap((name) => {
      const told = this.models[name].meet(meetings[name], this.now);
      return told === null ? [] : [`${told} ${PLACES[name].at}`];
    }).sort();
  }

  private async settle({ place, act, hours, forGood }: NonNullable<Hour['act']>): Promise<Comparison> {
    const until = this.now + hours;
    const asked: Act =
      act === 'accept'
        ? { what: act, until: forGood ? null : until }
        : act === 'silence'
          ? { what: act, until }
          : { what: act };
    const records = await this.store.listFindings([]);
    const record = records.find((one) => placeOf(one) === PLACES[place].at);
    const taken = record !== undefined && (await this.take(record.fingerprint, asked));
    return { monitor: [`taken ${taken}`], model: [`taken ${this.models[place].act(asked, this.now)}`] };
  }

  private async take(fingerprint: string, act: Act): Promise<boolean> {
    const by = 'ann';
    const at = (hour: number) => new Date(START + hour * HOUR_MS).toISOString();
    const request =
      act.what === 'accept'
        ? { action: act.what, by, reason: 'known', expires: act.until === null ? null : at(act.until) }
        : act.what === 'silence'
          ? { action: act.what, by, until: at(act.until) }
          : { action: act.what, by };
    try {
      await settleFinding(this.store, { ...request, fingerprint }, new Date(this.clock.at));
      return true;
    } catch (error) {
      if (error instanceof PlumblineError && error.code === 'CONFLICT') return false;
      throw error;
    }
  }

  private async lastRun(): Promise<string | null> {
    return (await this.store.listRuns(1))[0]?.runId ?? null;
  }

  private async toldBy(runId: string | null): Promise<string[]> {
    const run = runId === null ? null : await this.store.getRun(runId);
    const entries = await Promise.all((run?.alerts ?? []).map((id) => this.store.getEntry(id)));
    for (const id of run?.alerts ?? []) this.entries.add(id);
    return entries
      .flatMap((entry) => entry?.message.items ?? [])
      .map(({ finding, transition }) => `${transition} ${placeOf(finding)}`)
      .sort();
  }

  /** The store as it is when its machine fails: the call never happens. */
  private breaking(store: StateStore): StateStore {
    return new Proxy(store, {
      get: (target, name) => {
        const method = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...words: unknown[]) => {
          if (this.broken === name) throw new PlumblineError('STORE_UNAVAILABLE', 'the store is away');
          return method.apply(target, words);
        };
      },
    });
  }
}

const QUIET: Hour = {
  hours: 2,
  ingress: null,
  cpu: null,
  keys: 'OK',
  blind: false,
  act: null,
  slack: 'well',
  breaks: null,
};

function gap(status: Hour['keys']): Meeting {
  const certain = status === 'DENIED';
  return { seen: true, value: certain ? 'denied' : 'silent', wrong: status !== 'OK', certain };
}

function placeOf({ resource, path }: Pick<FindingRecord, 'resource' | 'path'>): string {
  return path === null ? resource : `${resource} ${path}`;
}
