import type { Notifier, SendOutcome, SendRequest } from '../../shared/ports.ts';

/** What goes wrong with the next messages of a pass. */
export type SlackMood = 'well' | 'wait' | 'lost' | 'arrived-unseen' | 'closed' | 'refuses-blocks';

/** A channel in memory that people read: what arrived, and what the monitor was told about it. */
export class Channel {
  mood: SlackMood = 'well';
  /** entry → how often it arrived */
  readonly arrived = new Map<string, number>();
  marked = 0;

  readonly notifier: Notifier = {
    send: async (request) => this.send(request),
    update: async (delivery) =>
      this.mood === 'wait'
        ? { status: 'retry-later', afterMs: 60_000, detail: 'slow down' }
        : { status: 'sent', delivery },
    find: async (channel, entryId) => (this.arrived.has(entryId) ? { channel, ts: entryId } : 'absent'),
  };

  private send(request: SendRequest): SendOutcome {
    switch (this.mood) {
      case 'wait':
        return { status: 'retry-later', afterMs: 90 * 60_000, detail: 'slow down' };
      case 'lost':
        return { status: 'ambiguous', detail: 'no answer' };
      case 'arrived-unseen':
        this.keep(request);
        return { status: 'ambiguous', detail: 'no answer' };
      case 'closed':
        return { status: 'misconfigured', code: 'channel_not_found', detail: 'no such channel' };
      case 'refuses-blocks':
        if (!request.short) return { status: 'refused', code: 'invalid_blocks', detail: 'too many' };
        return this.keep(request);
      case 'well':
        return this.keep(request);
    }
  }

  private keep({ channel, entryId, message }: SendRequest): SendOutcome {
    this.arrived.set(entryId, (this.arrived.get(entryId) ?? 0) + 1);
    if (message.notice !== null) this.marked += 1;
    return { status: 'sent', delivery: { channel, ts: entryId } };
  }
}
