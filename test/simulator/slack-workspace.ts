import type { Json, JsonObject } from '../../shared/snapshot/json.ts';
import { digest } from './ids.ts';

/** A message as it stands now. */
export interface SlackMessage {
  channel: string;
  ts: string;
  text: string;
  blocks?: Json[];
  thread_ts?: string;
  metadata?: JsonObject;
  edited?: { user: string; ts: string };
}

export const BOT = {
  user: 'U0PLUMBLINE',
  bot_id: 'B0PLUMBLINE',
  app_id: 'A0PLUMBLINE',
  team: 'T0SIMULATED',
} as const;

/** The channels of a simulated workspace and what was posted there. */
export class SlackWorkspace {
  readonly messages: SlackMessage[] = [];
  readonly #now: () => Date;
  /** name → id; null: any name is a channel the app is in */
  readonly #channels: Map<string, string> | null;
  #last = 0n;

  constructor(now: () => Date, channels?: Record<string, string>) {
    this.#now = now;
    this.#channels = channels === undefined ? null : new Map(Object.entries(channels));
  }

  /** The id of a channel given by id, by name or by `#name`; undefined where there is none. */
  channelId(given: string): string | undefined {
    const name = given.replace(/^#/, '');
    if (/^[CG][A-Z0-9]{8,}$/.test(given)) {
      return this.#channels === null || [...this.#channels.values()].includes(given) ? given : undefined;
    }
    if (name === '') return undefined;
    if (this.#channels !== null) return this.#channels.get(name);
    return `C${digest(name).slice(0, 10).toUpperCase()}`;
  }

  /** Keeps a message under a ts nobody else has. */
  post(message: Omit<SlackMessage, 'ts'>): SlackMessage {
    const posted = { ...message, ts: this.nextTs() };
    this.messages.push(posted);
    return posted;
  }

  find(channel: string, ts: string): SlackMessage | undefined {
    return this.messages.find((message) => message.channel === channel && message.ts === ts);
  }

  /** Seconds and microseconds, always later than the last one. */
  nextTs(): string {
    const micros = BigInt(this.#now().getTime()) * 1000n;
    this.#last = micros > this.#last ? micros : this.#last + 1n;
    const text = this.#last.toString();
    return `${text.slice(0, -6)}.${text.slice(-6)}`;
  }

  /** Milliseconds of the workspace's clock. */
  time(): number {
    return this.#now().getTime();
  }
}
