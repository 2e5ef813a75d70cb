import { actorWords } from '../findings/actor-words.ts';
import { changeHeadline } from '../findings/describe-change.ts';
import { channelOf, EMPTIED, isAboutChannel, isAboutKey } from '../findings/health-gaps.ts';
import type { Finding, FindingRecord } from '../findings/model.ts';
import { showValue } from '../findings/show-value.ts';
import type { AlertItem } from './model.ts';

/** A finding in the pieces a message is made of, before anybody's markup. */
export interface ItemFacts {
  severity: string;
  /** Role, or the resource's own name where it has none. */
  subject: string;
  /** What is wrong, in a few words. */
  what: string;
  change: { before: string; after: string; expected: string | null } | null;
  /** Sentences in the order they are read. */
  sentences: string[];
  settle: string | null;
  /** First 12 hex digits. */
  id: string;
  place: string;
  /** What became of it, and why where that is known; null while it is open. */
  ended: { as: string; why: string | null } | null;
}

const REASONS: Record<string, string> = {
  reverted: 'put back',
  passes: 'the check passes again',
  'not-asked': 'the contract no longer asks otherwise; nothing was mended',
  waived: 'waived by the contract',
  conforming: 'the contract states the new value',
  'read-again': 'readable again',
  'compared-again': 'values are compared again',
  delivered: 'messages arrive again',
  'resource-gone': 'the resource is gone',
};
const NEWS: Record<string, string> = {
  changed: 'It changed again since it was told.',
  raised: 'It is more serious than when it was told.',
  regressed: 'It had been resolved and is back.',
  'acceptance-ended': 'Its acceptance has ended.',
  'window-expired': 'Its break-glass window has ended, and it is neither reverted nor written back.',
  'silence-ended': 'Its silence has ended and it is still open.',
};

/** Takes a message's item apart for display. */
export function itemFacts(item: AlertItem): ItemFacts {
  const { finding, resolved } = item;
  return {
    severity: finding.severity.toUpperCase(),
    subject: subjectOf(finding),
    what: whatOf(finding),
    change: changeOf(finding),
    sentences: sentencesOf(item),
    settle: finding.settle,
    id: finding.fingerprint.slice(0, 12),
    place: finding.path === null ? finding.resource : `${finding.resource} ${finding.path}`,
    ended: resolved ? endOf(item) : null,
  };
}

/** Whether nothing was mended: nobody looks any more. */
export function isUnwatched({ resolved, reason }: AlertItem): boolean {
  return resolved && reason === 'out-of-scope';
}

function endOf(item: AlertItem): ItemFacts['ended'] {
  if (isUnwatched(item)) return { as: 'no longer watched', why: null };
  return { as: 'resolved', why: REASONS[item.reason ?? ''] ?? null };
}

/** An instant as people read it: `2026-02-27 03:10 UTC`. */
export function readableTime(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

/** A role, a scope or channel whole, or a resource by its own name. */
function subjectOf(finding: Finding): string {
  const { role, kind, resource, label } = finding;
  if (role !== null) return role;
  if (label !== undefined) return label;
  if (isAboutChannel(finding)) return channelOf(finding);
  return kind === 'read-gap' ? resource : (resource.split('/').at(-1) ?? resource);
}

function whatOf(finding: Finding): string {
  if (isAboutChannel(finding)) return 'messages do not arrive';
  if (isAboutKey(finding)) return 'not compared after a change of the key';
  if (finding.kind === 'read-gap')
    return finding.after === EMPTIED ? 'lists nothing any more' : 'cannot be read';
  if (hasChange(finding)) return changeHeadline(finding);
  return finding.rule === null ? 'changed' : `${finding.rule} fails`;
}

/** A plain violation shows what was found in its own words; only a change has two sides. */
function hasChange(finding: Finding): boolean {
  return finding.kind === 'drift' || (finding.kind === 'violation' && finding.before !== null);
}

function changeOf(finding: Finding): ItemFacts['change'] {
  if (!hasChange(finding) || finding.path === null) return null;
  const { path, before, after } = finding;
  const expected = finding.expected === null ? null : showValue(finding.expected, path);
  return { before: showValue(before, path), after: showValue(after, path), expected };
}

function sentencesOf({ finding, transition }: AlertItem): string[] {
  const news = NEWS[transition];
  return [
    ...(finding.kind === 'drift' ? [] : [finding.message]),
    ...(news === undefined ? [] : [news]),
    `Since ${readableTime(finding.firstSeenAt)}${finding.actor === null ? '' : `, ${actorWords(finding.actor)}`}.`,
    ...sourceWords(finding),
    ...windowWords(finding, transition),
  ];
}

/** The window by its ticket too: that is where people wrote down why. */
function windowWords({ windowId, windowTicket }: FindingRecord, transition: string): string[] {
  if (windowId === null) return [];
  const window = `Break-glass window ${windowId}${windowTicket ? ` (${windowTicket})` : ''}`;
  return transition === 'window-expired'
    ? [`${window}: plumbline break-glass report ${windowId} says what the repository must be told.`]
    : [`${window}.`];
}

function sourceWords(finding: Finding): string[] {
  if (finding.source !== null)
    return finding.message.includes(finding.source) ? [] : [`Contract: ${finding.source}.`];
  return finding.kind === 'drift' ? ['Compared with the previous run.'] : [];
}
