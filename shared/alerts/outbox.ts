import type { FindingRecord, TransitionKind } from '../findings/model.ts';
import type { Told } from '../findings/transitions.ts';
import { canonicalJson, sha256 } from '../snapshot/canonical-json.ts';
import { type MessageContext, messagesFor, type RoutedMessage } from './group.ts';
import type { AlertMessage, OutboxEntry } from './model.ts';

/** What can be told once in an episode; everything else needs its instant to be told apart. */
const ONCE: readonly TransitionKind[] = ['opened', 'regressed', 'resolved'];

/** What is written with a pass: its entries, and its records with the entry that tells them. */
export interface Outbox {
  entries: OutboxEntry[];
  records: FindingRecord[];
}

/** The messages of a pass as entries to be committed with it; the same decisions give the same ids. */
export function outboxEntries(
  decided: { records: FindingRecord[]; tell: Told[] },
  context: MessageContext,
): Outbox {
  const routed = messagesFor(decided.tell, context).map((message) => ({
    message,
    entries: entriesOf(message, context),
  }));
  const toldBy = new Map<string, string>();
  for (const { message, entries } of routed) {
    const [head] = entries;
    if (head === undefined || !tellsAnew(head.message)) continue;
    for (const { record } of message.told.flat()) toldBy.set(record.fingerprint, head.id);
  }
  return {
    entries: routed.flatMap(({ entries }) => entries),
    records: decided.records.map((record) => ({
      ...record,
      toldBy: toldBy.get(record.fingerprint) ?? record.toldBy,
    })),
  };
}

/** A resolution or reminder leaves the entry that told the finding in place: replies belong there. */
function tellsAnew({ kind }: AlertMessage): boolean {
  return kind === 'alert' || kind === 'baseline';
}

function entriesOf(routed: RoutedMessage, context: MessageContext): OutboxEntry[] {
  const ids = routed.told.map((told) => entryId(routed, told, context));
  return routed.parts.map((message, index) => ({
    id: ids[index] ?? '',
    channel: routed.channel,
    runId: context.runId,
    createdAt: context.at,
    message,
    answers: routed.answers ?? (index === 0 ? null : (ids[0] ?? null)),
    state: 'pending',
    attempts: 0,
    notBefore: null,
    claim: null,
    ambiguous: false,
    delivery: null,
    lastError: null,
  }));
}

function entryId({ channel, parts }: RoutedMessage, told: Told[], context: MessageContext): string {
  const facts = told.map(({ record, transition }) => [
    record.fingerprint,
    transition.episode,
    transition.kind,
    record.valueHash,
    ONCE.includes(transition.kind) ? null : transition.at,
  ]);
  return sha256(canonicalJson([context.estate, parts[0]?.kind ?? null, channel, facts.toSorted(byText)]));
}

function byText(a: (string | number | null)[], b: (string | number | null)[]): number {
  const [left, right] = [canonicalJson(a), canonicalJson(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
