import { expect } from '@jest/globals';
import type { DecideInput } from '../../shared/findings/decision.ts';
import type { FindingRecord } from '../../shared/findings/model.ts';
import { acceptFinding, reopenFinding, silenceFinding } from '../../shared/findings/settle.ts';
import { NOT_VISIBLE } from '../../shared/snapshot/model.ts';
import { change, contract, coverage, hoursLater, NOW, result, type Seen } from './fixtures.ts';

/** One pass of a story: what is seen, and when; `act` settles a record before it. */
export interface Step extends Seen {
  at?: number;
  input?: Partial<DecideInput>;
  act?: (record: FindingRecord) => FindingRecord;
  /** `kind/reason` of every transition, a `!` before what people are told. */
  gives: string[];
}

export const FAILS = { results: [result()] };
const PASSES = {
  results: [result({ status: 'PASS', observed: 'internal' })],
  value: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
};
const compared = (observed: string) => result({ environments: ['dev', 'prod'], observed });
const COMPARED = { results: [compared('all')] };
const BLIND = { results: [result({ status: 'REVIEW_REQUIRED', blind: true })], value: 'unread' };
const WAIVED = {
  results: [result({ status: 'INTENTIONAL_DIFF', waiver: { check: 'ingress' } as never })],
};
export const CHANGED = { results: [result({ observed: 'none' })] };
export const DRIFTS = { changes: [change()] };
/** A change seen while its check could not judge it: it is just being deployed. */
const UNJUDGED = { ...DRIFTS, results: BLIND.results };
const DENIED = { coverage: [coverage({ status: 'DENIED', detail: 'run.services.list is missing' })] };
const SLOW = { coverage: [coverage({ status: 'UNREACHABLE', detail: 'no answer' })] };

const MINOR = { results: [result({ severity: 'medium' })] };
const GRAVE = { results: [result({ severity: 'critical' })] };
const REMIND = { remindAfterMs: 24 * 3_600_000 };
const DENIED_IN_DEV = coverage({ environment: 'dev', project: 'shop-dev', status: 'DENIED' });
const DEV_PROTECTED = {
  environments: contract().environments.map((environment) => ({ ...environment, protected: true })),
};

const ENV_KEY = 'template.containers.main.env.KEY';
const VERSION = 'versions.2';

function accept(expires: string | null) {
  return (record: FindingRecord) =>
    settled(acceptFinding(record, { by: 'ann', reason: 'known', expires }, NOW));
}
function silence(hours: number) {
  const until = hoursLater(hours).toISOString();
  return (record: FindingRecord) => settled(silenceFinding(record, { by: 'ann', until }, NOW));
}
function reopen(record: FindingRecord): FindingRecord {
  return settled(reopenFinding(record, { by: 'ann' }, NOW));
}
/** Kept before it was remembered as what people were told of it. */
function ofEarlierVersion({ toldSeverity, ...record }: FindingRecord): FindingRecord {
  expect(toldSeverity).toBeDefined();
  return record;
}
/** Kept before a difference said what it was held against; two comparisons counted as two values then. */
function countedTwice({ comparedWith, ...record }: FindingRecord): FindingRecord {
  expect(comparedWith).toEqual(['dev']);
  return { ...record, valueHash: '0'.repeat(64) };
}
function settled(settlement: ReturnType<typeof acceptFinding>): FindingRecord {
  if (!settlement.settled) throw new Error(settlement.message);
  return settlement.record;
}

/** A pass that belongs to a break-glass window which ends after so many hours. */
function inWindow(hours: number): Partial<DecideInput> {
  return { windowAt: () => ({ id: 'bg-1', ticket: 'INC-1', expiresAt: hoursLater(hours).toISOString() }) };
}

/** Every row of the life of a finding. */
export const STORIES: Record<string, Step[]> = {
  'a new violation is told once, then quiet': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...FAILS, gives: [] },
    { ...FAILS, gives: [] },
  ],
  'a break-glass window that ends is told once for what still stands': [
    { ...FAILS, input: inWindow(4), gives: ['!opened/new-violation'] },
    { ...FAILS, at: 3, gives: [] },
    { ...FAILS, at: 4, gives: ['!window-expired/neither-reverted-nor-written-back'] },
    { ...FAILS, at: 5, gives: [] },
  ],
  'what was put back before its window ended is not told again': [
    { ...FAILS, input: inWindow(4), gives: ['!opened/new-violation'] },
    { ...PASSES, at: 3, gives: ['!resolved/passes'] },
    { ...PASSES, at: 5, gives: [] },
  ],
  'what was accepted before its window ended is not told again': [
    { ...FAILS, input: inWindow(4), gives: ['!opened/new-violation'] },
    { ...FAILS, at: 1, act: accept(null), gives: [] },
    { ...FAILS, at: 5, gives: [] },
  ],
  'what cannot be read when its window ends is told when it can': [
    { ...FAILS, input: inWindow(4), gives: ['!opened/new-violation'] },
    { ...BLIND, at: 4, gives: ['unknown/scope-unreadable'] },
    {
      ...FAILS,
      at: 5,
      gives: ['seen-again/scope-readable', '!window-expired/neither-reverted-nor-written-back'],
    },
    { ...FAILS, at: 6, gives: [] },
  ],
  'a second request for a window puts its end off': [
    { ...FAILS, input: inWindow(4), gives: ['!opened/new-violation'] },
    { ...FAILS, at: 3, input: inWindow(8), gives: [] },
    { ...FAILS, at: 5, gives: [] },
    { ...FAILS, at: 8, gives: ['!window-expired/neither-reverted-nor-written-back'] },
  ],
  'a silence outlasts the end of a window, and its own end is what is told': [
    { ...FAILS, input: inWindow(4), gives: ['!opened/new-violation'] },
    { ...FAILS, at: 3, act: silence(6), gives: [] },
    { ...FAILS, at: 5, gives: [] },
    { ...FAILS, at: 6, gives: ['!silence-ended/until-passed'] },
    { ...FAILS, at: 7, gives: [] },
  ],
  'the same value that weighs more is told once, also where it weighed less in between': [
    { ...MINOR, gives: ['!opened/new-violation'] },
    { ...GRAVE, gives: ['!raised/severity-raised'] },
    { ...GRAVE, gives: [] },
    { ...MINOR, gives: [] },
    { ...GRAVE, gives: [] },
  ],
  'a record of an earlier version is told when it weighs more': [
    { ...MINOR, gives: ['!opened/new-violation'] },
    { ...GRAVE, act: ofEarlierVersion, gives: ['!raised/severity-raised'] },
    { ...GRAVE, gives: [] },
  ],
  'another value that weighs less was told as that: what weighs more later is told': [
    { ...GRAVE, gives: ['!opened/new-violation'] },
    { results: [result({ observed: 'none', severity: 'medium' })], gives: ['!changed/value-changed'] },
    { results: [result({ observed: 'none', severity: 'critical' })], gives: ['!raised/severity-raised'] },
  ],
  'what was accepted and weighs more is recorded, and told when it is opened again': [
    { ...MINOR, gives: ['!opened/new-violation'] },
    { ...GRAVE, act: accept(null), gives: ['raised/severity-raised'] },
    { ...GRAVE, gives: [] },
    { ...GRAVE, act: reopen, gives: ['!raised/severity-raised'] },
    { ...GRAVE, gives: [] },
  ],
  'what is silenced and weighs more is recorded, and told with the end of its silence': [
    { ...MINOR, gives: ['!opened/new-violation'] },
    { ...GRAVE, act: silence(3), gives: ['raised/severity-raised'] },
    { ...GRAVE, gives: [] },
    { ...GRAVE, gives: ['!silence-ended/until-passed'] },
    { ...GRAVE, gives: [] },
  ],
  'a raise is told before anything is called to mind': [
    { ...MINOR, input: REMIND, gives: ['!opened/new-violation'] },
    { ...GRAVE, at: 30, input: REMIND, gives: ['!raised/severity-raised'] },
    { ...GRAVE, at: 54, input: REMIND, gives: ['!reminded/still-open'] },
  ],
  'a drift whose environment becomes a protected one is told once': [
    { changes: [change({ environment: 'dev' })], gives: ['!opened/new-drift'] },
    { contract: DEV_PROTECTED, gives: ['!raised/severity-raised'] },
    { contract: DEV_PROTECTED, gives: [] },
    { gives: [] },
    { contract: DEV_PROTECTED, gives: [] },
  ],
  'a read gap whose environment becomes a protected one is told once': [
    { coverage: [DENIED_IN_DEV], gives: ['!opened/new-read-gap'] },
    { coverage: [DENIED_IN_DEV], contract: DEV_PROTECTED, gives: ['!raised/severity-raised'] },
    { coverage: [DENIED_IN_DEV], contract: DEV_PROTECTED, gives: [] },
  ],
  'a violation that passes resolves, told once': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...PASSES, gives: ['!resolved/passes'] },
    { ...PASSES, gives: [] },
  ],
  'a violation behind a drift keeps both sides and resolves as reverted': [
    { ...FAILS, ...DRIFTS, gives: ['!opened/new-violation'] },
    { ...FAILS, gives: [] },
    { ...PASSES, gives: ['!resolved/reverted'] },
  ],
  'another value is told again': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...CHANGED, gives: ['!changed/value-changed'] },
    { ...CHANGED, gives: [] },
  ],
  'a drift behind an old violation of the same verdict is told too': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...FAILS, ...DRIFTS, gives: ['!changed/value-changed'] },
  ],
  'what was resolved and is back is a new episode': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...PASSES, gives: ['!resolved/passes'] },
    { ...FAILS, gives: ['!regressed/came-back'] },
    { ...PASSES, gives: ['!resolved/passes'] },
  ],
  'an unreadable scope resolves nothing and is noted once': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...BLIND, gives: ['unknown/scope-unreadable'] },
    { ...BLIND, gives: [] },
    { ...FAILS, gives: ['seen-again/scope-readable'] },
  ],
  'after an unreadable scope a passing check resolves': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...BLIND, gives: ['unknown/scope-unreadable'] },
    { ...PASSES, gives: ['!resolved/passes'] },
  ],
  'a check that could not decide leaves a violation open': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { results: [result({ status: 'REVIEW_REQUIRED' })], gives: [] },
    { ...PASSES, gives: ['!resolved/passes'] },
  ],
  'a check that did not run leaves a violation open': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { check: 'access', gives: [] },
  ],
  'a waiver resolves from the side of the contract, its end brings the finding back': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...WAIVED, gives: ['!resolved/waived'] },
    { ...FAILS, gives: ['!regressed/came-back'] },
  ],
  'an acceptance is quiet while the value stays': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...FAILS, act: accept(null), gives: [] },
    { ...FAILS, gives: [] },
  ],
  'an acceptance ends when the value changes': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...CHANGED, act: accept(null), gives: ['acceptance-ended/value-changed', '!changed/value-changed'] },
    { ...CHANGED, gives: [] },
  ],
  'an acceptance ends when it expires': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...FAILS, act: accept('2026-02-28'), gives: [] },
    { ...FAILS, at: 44, gives: [] },
    { ...FAILS, at: 45, gives: ['!acceptance-ended/expired'] },
    { ...FAILS, at: 46, gives: [] },
  ],
  'an accepted finding that goes away is noted, not told': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...PASSES, act: accept(null), gives: ['resolved/passes'] },
    { ...FAILS, gives: ['!regressed/came-back'] },
  ],
  'an acceptance that was taken back is open as before': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...FAILS, act: accept(null), gives: [] },
    { ...FAILS, act: reopen, gives: [] },
    { ...PASSES, gives: ['!resolved/passes'] },
  ],
  'a silence mutes a change, and what is open when it ends is told': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...CHANGED, at: 1, act: silence(5), gives: ['changed/value-changed'] },
    { ...CHANGED, at: 4, gives: [] },
    { ...CHANGED, at: 5, gives: ['!silence-ended/until-passed'] },
    { ...CHANGED, at: 6, gives: [] },
  ],
  'a change in the pass in which a silence ends is told once': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...FAILS, at: 1, act: silence(5), gives: [] },
    { ...CHANGED, at: 6, gives: ['silence-ended/until-passed', '!changed/value-changed'] },
  ],
  'what a silence saw resolved is not told': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...PASSES, at: 1, act: silence(5), gives: ['resolved/passes'] },
    { ...PASSES, at: 6, gives: [] },
  ],
  'what comes back after its silence is told once': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...PASSES, at: 1, act: silence(5), gives: ['resolved/passes'] },
    { ...FAILS, at: 6, gives: ['!regressed/came-back'] },
    { ...FAILS, at: 7, gives: [] },
  ],
  'what comes back within its silence is told when it ends': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...PASSES, at: 1, act: silence(5), gives: ['resolved/passes'] },
    { ...FAILS, at: 2, gives: ['regressed/came-back'] },
    { ...FAILS, at: 6, gives: ['!silence-ended/until-passed'] },
    { ...FAILS, at: 7, gives: [] },
  ],
  'a gap that was silenced while it waited is confirmed once, and told when the silence ends': [
    { ...SLOW, gives: ['opened/read-gap-waits'] },
    { ...SLOW, at: 1, act: silence(5), gives: ['opened/read-gap-confirmed'] },
    { ...SLOW, at: 2, gives: [] },
    { ...SLOW, at: 6, gives: ['!silence-ended/until-passed'] },
    { ...SLOW, at: 7, gives: [] },
  ],
  'a gap that waits is not told by the end of a silence': [
    { ...SLOW, gives: ['opened/read-gap-waits'] },
    { at: 1, act: silence(5), gives: ['resolved/read-again'] },
    { ...SLOW, at: 6, gives: ['regressed/read-gap-waits'] },
    { ...SLOW, at: 7, gives: ['!opened/read-gap-confirmed'] },
  ],
  'a drift stays open though no comparison shows it any more': [
    { ...DRIFTS, gives: ['!opened/new-drift'] },
    { gives: [] },
    { gives: [] },
  ],
  'a drift that is put back resolves, told once': [
    { ...DRIFTS, gives: ['!opened/new-drift'] },
    {
      changes: [change({ before: 'INGRESS_TRAFFIC_ALL', after: 'INGRESS_TRAFFIC_INTERNAL_ONLY' })],
      value: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
      gives: ['!resolved/reverted'],
    },
    { value: 'INGRESS_TRAFFIC_INTERNAL_ONLY', gives: [] },
  ],
  'a drift found put back without a comparison resolves too': [
    { ...DRIFTS, gives: ['!opened/new-drift'] },
    { value: 'INGRESS_TRAFFIC_INTERNAL_ONLY', gives: ['!resolved/reverted'] },
  ],
  'a drift to a third value is told with what was first before it': [
    { ...DRIFTS, gives: ['!opened/new-drift'] },
    {
      changes: [change({ before: 'INGRESS_TRAFFIC_ALL', after: 'INGRESS_TRAFFIC_NONE' })],
      value: 'INGRESS_TRAFFIC_NONE',
      gives: ['!changed/value-changed'],
    },
    { value: 'INGRESS_TRAFFIC_INTERNAL_ONLY', gives: ['!resolved/reverted'] },
  ],
  'what was added, changed and taken away again is put back': [
    {
      changes: [change({ path: VERSION, before: null, after: 'ENABLED' })],
      value: 'ENABLED',
      gives: ['!opened/new-drift'],
    },
    {
      changes: [change({ path: VERSION, before: 'ENABLED', after: 'DISABLED' })],
      value: 'DISABLED',
      gives: ['!changed/value-changed'],
    },
    {
      changes: [change({ path: VERSION, before: 'DISABLED', after: null })],
      value: null,
      gives: ['!resolved/reverted'],
    },
  ],
  'a drift the contract comes to state resolves as conforming': [
    { ...DRIFTS, gives: ['!opened/new-drift'] },
    {
      results: [result({ status: 'PASS', expected: 'all', observed: 'all' })],
      gives: ['!resolved/conforming'],
    },
  ],
  'a drift in an unreadable scope is unknown': [
    { ...DRIFTS, gives: ['!opened/new-drift'] },
    { value: 'unread', gives: ['unknown/scope-unreadable'] },
    { value: 'unread', gives: [] },
    { gives: ['seen-again/scope-readable'] },
  ],
  'a drift the contract comes to ignore ends quietly': [
    { ...DRIFTS, gives: ['!opened/new-drift'] },
    { contract: { drift: { ignore: ['ingress'], release: [] } }, gives: ['resolved/ignored'] },
  ],
  'a drift that an edited contract contradicts is told as its violation': [
    { ...DRIFTS, gives: ['!opened/new-drift'] },
    {
      ...FAILS,
      input: { contractEdited: true },
      gives: ['!opened/new-violation', 'resolved/merged'],
    },
    { ...FAILS, gives: [] },
  ],
  'a drift that could not be judged when it was seen becomes its violation, and is not told twice': [
    { ...UNJUDGED, gives: ['!opened/new-drift'] },
    { ...FAILS, gives: ['opened/takes-over-drift', 'resolved/merged'] },
    { ...FAILS, gives: [] },
    { ...PASSES, gives: ['!resolved/reverted'] },
    { ...UNJUDGED, gives: ['!regressed/came-back'] },
    { ...FAILS, gives: ['regressed/takes-over-drift', 'resolved/merged'] },
  ],
  'a drift that moved on before it could be judged is told': [
    { ...UNJUDGED, gives: ['!opened/new-drift'] },
    { ...CHANGED, changes: [change({ after: 'none' })], gives: ['!opened/new-violation', 'resolved/merged'] },
  ],
  'a drift that was accepted before it could be judged stays so, for its value': [
    { ...UNJUDGED, gives: ['!opened/new-drift'] },
    { ...FAILS, act: accept(null), gives: ['opened/takes-over-drift', 'resolved/merged'] },
    { ...FAILS, gives: [] },
    { ...CHANGED, gives: ['acceptance-ended/value-changed', '!changed/value-changed'] },
  ],
  'a drift that was accepted before it could be judged is told as its violation when that expires': [
    { ...UNJUDGED, gives: ['!opened/new-drift'] },
    {
      ...FAILS,
      act: accept(hoursLater(3).toISOString()),
      gives: ['opened/takes-over-drift', 'resolved/merged'],
    },
    { ...FAILS, at: 2, gives: [] },
    { ...FAILS, at: 4, gives: ['!acceptance-ended/expired'] },
  ],
  'a difference between environments that an earlier version kept is the same value': [
    { ...COMPARED, gives: ['!opened/new-violation'] },
    { ...COMPARED, act: countedTwice, gives: [] },
    { results: [compared('none')], gives: ['!changed/value-changed'] },
  ],
  'a drift that was silenced before it could be judged is told when the silence ends': [
    { ...UNJUDGED, gives: ['!opened/new-drift'] },
    { ...FAILS, act: silence(2), gives: ['opened/takes-over-drift', 'resolved/merged'] },
    { ...FAILS, at: 3, gives: ['!silence-ended/until-passed'] },
  ],
  'a drift of a break-glass window stays of it as a violation': [
    { ...UNJUDGED, input: inWindow(4), gives: ['!opened/new-drift'] },
    { ...FAILS, gives: ['opened/takes-over-drift', 'resolved/merged'] },
    { ...FAILS, at: 5, gives: ['!window-expired/neither-reverted-nor-written-back'] },
  ],
  'a drift that weighs more as a violation is told as what it weighs': [
    {
      changes: [change({ path: 'scaling.maxInstanceCount', class: 'config', before: 1, after: 2 })],
      results: BLIND.results,
      gives: ['!opened/new-drift'],
    },
    {
      results: [result({ path: 'scaling.maxInstanceCount', severity: 'critical', observed: 2 })],
      value: 2,
      gives: ['opened/takes-over-drift', '!raised/severity-raised', 'resolved/merged'],
    },
  ],
  'a drift that was judged and fails later is told as its violation': [
    { ...DRIFTS, gives: ['!opened/new-drift'] },
    { ...FAILS, gives: ['!opened/new-violation', 'resolved/merged'] },
    { ...FAILS, gives: [] },
  ],
  'a drift that was waived once it could be judged is told when the waiver has expired': [
    { ...UNJUDGED, gives: ['!opened/new-drift'] },
    { ...WAIVED, gives: [] },
    { ...FAILS, gives: ['!opened/new-violation', 'resolved/merged'] },
  ],
  'who was told of an environment that left the contract hears that nobody looks any more': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { contract: { environments: [] }, gives: ['!resolved/out-of-scope'] },
  ],
  'a violation of a role that left the contract was not mended': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { contract: { roles: ['web'] }, gives: ['!resolved/out-of-scope'] },
  ],
  'a conforming change is recorded, not told': [
    {
      ...DRIFTS,
      results: [result({ status: 'PASS', expected: 'all', observed: 'all' })],
      gives: ['conformed/conforming'],
    },
  ],
  'a release is recorded, not told': [
    {
      changes: [change({ path: 'template.containers.main.image', class: 'release' })],
      gives: ['released/release'],
    },
  ],
  'a change that mends a violation is told as its resolution alone': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    {
      ...PASSES,
      changes: [change({ before: 'INGRESS_TRAFFIC_ALL', after: 'INGRESS_TRAFFIC_INTERNAL_ONLY' })],
      gives: ['!resolved/passes', 'conformed/makes-check-pass'],
    },
  ],
  'a change inside what a check judged mends it too': [
    { results: [result({ path: ENV_KEY })], gives: ['!opened/new-violation'] },
    {
      results: [result({ path: ENV_KEY, status: 'PASS' })],
      changes: [change({ path: `${ENV_KEY}.version`, before: 'latest', after: '3' })],
      gives: ['!resolved/passes', 'conformed/makes-check-pass'],
    },
  ],
  'a denied scope is told at once and when it is read again': [
    { ...DENIED, gives: ['!opened/new-read-gap'] },
    { ...DENIED, gives: [] },
    { gives: ['!resolved/read-again'] },
  ],
  'a region that did not answer is told in the second pass in a row': [
    { ...SLOW, gives: ['opened/read-gap-waits'] },
    { ...SLOW, gives: ['!opened/read-gap-confirmed'] },
    { ...SLOW, gives: [] },
    { gives: ['!resolved/read-again'] },
  ],
  'a region that did not answer once is never told': [
    { ...SLOW, gives: ['opened/read-gap-waits'] },
    { gives: ['resolved/read-again'] },
    { ...SLOW, gives: ['regressed/read-gap-waits'] },
    { gives: ['resolved/read-again'] },
  ],
  'a waiting gap that turns out denied is told at once': [
    { ...SLOW, gives: ['opened/read-gap-waits'] },
    { ...DENIED, gives: ['!opened/read-gap-certain'] },
  ],
  'one kind of silence after another is the same gap': [
    { ...SLOW, gives: ['opened/read-gap-waits'] },
    { coverage: [coverage({ status: 'THROTTLED' })], gives: ['!opened/read-gap-confirmed'] },
    { coverage: [coverage({ status: 'ERROR' })], gives: [] },
  ],
  'a gap that hid every region ends for those who were told when regions are seen again': [
    { coverage: [coverage({ status: 'DENIED', region: null })], gives: ['!opened/new-read-gap'] },
    { gives: ['!resolved/read-again'] },
  ],
  'a gap of a region that is not asked any more is no longer watched': [
    {
      coverage: [coverage({ resource: 'run.domainMappings', status: 'DENIED' })],
      gives: ['!opened/new-read-gap'],
    },
    {
      coverage: [coverage({ resource: 'run.domainMappings', region: 'europe-west1' })],
      gives: ['!resolved/out-of-scope'],
    },
  ],
  'a gap of a region that turns out to have nothing is read again': [
    { ...DENIED, gives: ['!opened/new-read-gap'] },
    { coverage: [coverage({ region: 'europe-west1' })], gives: ['!resolved/read-again'] },
  ],
  'a gap of what turns out not to be offered to the reader ends': [
    { coverage: [coverage({ status: 'API_DISABLED' })], gives: ['!opened/new-read-gap'] },
    {
      coverage: [coverage({ status: 'NOT_CAPTURED', detail: `${NOT_VISIBLE}: no permission` })],
      gives: ['!resolved/out-of-scope'],
    },
  ],
  'what was never captured is no gap of its own, and ends none': [
    { ...DENIED, gives: ['!opened/new-read-gap'] },
    { coverage: [coverage({ status: 'NOT_CAPTURED' })], gives: [] },
  ],
  'the first run is one summary': [
    { ...FAILS, input: { firstRun: true }, gives: ['!opened/first-run'] },
    { ...FAILS, gives: [] },
    { ...PASSES, gives: ['!resolved/passes'] },
  ],
  'a new scope is one summary': [
    {
      ...FAILS,
      input: { newScopes: [{ environment: 'prod', resource: 'run.services', region: 'us-central1' }] },
      gives: ['!opened/new-scope'],
    },
  ],
  'another new scope changes nothing for this one': [
    {
      ...FAILS,
      input: { newScopes: [{ environment: 'prod', resource: 'apikeys.keys', region: null }] },
      gives: ['!opened/new-violation'],
    },
  ],
  'a serious finding is called to mind once per period': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...FAILS, at: 71, input: { remindAfterMs: 72 * 3_600_000 }, gives: [] },
    { ...FAILS, at: 72, input: { remindAfterMs: 72 * 3_600_000 }, gives: ['!reminded/still-open'] },
    { ...FAILS, at: 143, input: { remindAfterMs: 72 * 3_600_000 }, gives: [] },
    { ...FAILS, at: 144, input: { remindAfterMs: 72 * 3_600_000 }, gives: ['!reminded/still-open'] },
  ],
  'a medium finding is not called to mind': [
    { results: [result({ severity: 'medium' })], gives: ['!opened/new-violation'] },
    { results: [result({ severity: 'medium' })], at: 99, input: { remindAfterMs: 1 }, gives: [] },
  ],
  'an accepted finding is not called to mind': [
    { ...FAILS, gives: ['!opened/new-violation'] },
    { ...FAILS, at: 99, act: accept(null), input: { remindAfterMs: 1 }, gives: [] },
  ],
};
