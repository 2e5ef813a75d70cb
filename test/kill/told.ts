import type { StateStore } from '../../shared/ports.ts';
import type { SlackSimulator } from '../simulator/slack.ts';

/** One finding told in one message. */
export interface Told {
  kind: 'alert' | 'resolved' | 'baseline';
  /** The first 12 digits of the finding. */
  finding: string;
  /** Whether the message says that it may be a second copy. */
  marked: boolean;
}

/** Everything people were told in a channel, in order: every message Slack took, as it was when it was posted. */
export function toldIn(slack: SlackSimulator, channel: string): Told[] {
  const id = slack.channelId(channel);
  const posts = slack.requests.filter(
    ({ method, args, outcome }) =>
      method === 'chat.postMessage' && outcome === '200' && slack.channelId(String(args.channel)) === id,
  );
  return posts.flatMap(({ args }) => {
    const text = String(args.text);
    const kind = text.startsWith('BASELINE')
      ? 'baseline'
      : text.startsWith('RESOLVED')
        ? 'resolved'
        : 'alert';
    const findings = [...text.matchAll(/\[([0-9a-f]{12})\]/g)].map((match) => match[1] ?? '');
    return findings.map((finding) => ({ kind, finding, marked: text.includes('second copy') }) as const);
  });
}

/** Where a life of passes ended: what is open, what is undelivered, and what the channel shows. */
export interface Ending {
  findings: object[];
  undelivered: number;
  channel: string[];
}

export async function endingOf(store: StateStore, slack: SlackSimulator, channel: string): Promise<Ending> {
  const findings = (await store.listFindings([])).map((record) => ({
    fingerprint: record.fingerprint,
    state: record.state,
    episode: record.episode,
    valueHash: record.valueHash,
    severity: record.severity,
    before: record.before,
    after: record.after,
    told: record.toldAt !== null,
    hasEntry: record.toldBy !== null,
  }));
  const id = slack.channelId(channel);
  return {
    findings: findings.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)),
    undelivered: (await store.pendingEntries()).length,
    channel: slack.messages
      .filter((message) => message.channel === id)
      .map(({ text }) => text)
      .toSorted(),
  };
}
