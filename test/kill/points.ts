import { AsyncLocalStorage } from 'node:async_hooks';
import type { PassDeps } from '../../shared/pass.ts';
import type { StateStore } from '../../shared/ports.ts';
import type { ScriptedSource } from '../fakes/estate-source.ts';

/** Called before and after every step and every call of a pass; what it does not answer does not go on. */
export type Point = (name: string) => Promise<void> | void;

const current = new AsyncLocalStorage<Point>();

/** Runs with points at every request to Slack, also those made deep inside its client. */
export function withSlackPoints<T>(point: Point, run: () => Promise<T>): Promise<T> {
  return current.run(point, run);
}

/** Puts points around `fetch`, which is how Slack's client calls Slack. */
export function watchFetch(): void {
  const real = globalThis.fetch;
  globalThis.fetch = (async (...request: Parameters<typeof fetch>) => {
    const point = current.getStore();
    const name = new URL(request[0] instanceof Request ? request[0].url : request[0]).pathname
      .split('/')
      .at(-1);
    await point?.(`before ${name}`);
    const response = await real(...request);
    await point?.(`after ${name}`);
    return response;
  }) as typeof fetch;
}

/** A store with a point before and after each of its calls. */
export function watchStore(store: StateStore, point: Point): StateStore {
  return new Proxy(store, {
    get: (target, name, receiver) => {
      const method = Reflect.get(target, name, receiver);
      if (typeof method !== 'function' || name === 'close') return method;
      return (...words: unknown[]) => around(point, String(name), () => method.apply(target, words));
    },
  });
}

/** Points around the capture of each environment and around the heartbeat. */
export function watchSteps(
  source: ScriptedSource,
  point: Point,
): Pick<PassDeps, 'beat'> & { source: ScriptedSource } {
  const { read } = source;
  source.read = (target, ...rest) =>
    around(point, `capture of ${target.environment}`, () => read(target, ...rest));
  return { source, beat: () => around(point, 'heartbeat', async () => true) };
}

async function around<T>(point: Point, name: string, call: () => Promise<T> | T): Promise<T> {
  await point(`before ${name}`);
  const answer = await call();
  await point(`after ${name}`);
  return answer;
}
