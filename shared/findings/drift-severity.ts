import { canonicalJson } from '../snapshot/canonical-json.ts';
import { isObject, type Json } from '../snapshot/json.ts';
import type { Change } from '../snapshot/model.ts';
import { parsePath } from '../snapshot/path.ts';
import { INGRESS_ORDER } from './ingress-order.ts';
import { isLeak } from './leaked-key.ts';
import type { Severity } from './model.ts';
import { severityOf } from './severity.ts';

/** Whether a change concerns reach or identity, and whether it lets more happen than before. */
export interface Effect {
  reach: boolean;
  widening: boolean;
}

/** What of a change its severity is decided from. */
type Weighed = Pick<Change, 'resource' | 'path' | 'class' | 'before' | 'after'>;

type EffectOf = (change: Weighed, segments: string[]) => boolean;

/** By the first segments of a path: does the change widen reach or identity? */
const RULES: { when: (segments: string[], change: Weighed) => boolean; widens: EffectOf }[] = [
  {
    when: ([root]) => root === 'ingress',
    widens: (change) => ingressRank(change.after) > ingressRank(change.before),
  },
  { when: ([root]) => root === 'invokerIamDisabled', widens: (change) => change.after === true },
  { when: ([root]) => root === 'iapEnabled', widens: (change) => change.after !== true },
  { when: ([root]) => root === 'defaultUriDisabled', widens: (change) => change.after !== true },
  { when: ([root]) => root === 'sshEnabled', widens: (change) => change.after === true },
  {
    when: (segments) =>
      segments[0] === 'iamPolicy' && segments[1] !== 'auditConfigs' && !isOfDeleted(segments),
    widens: (change) => gains(change),
  },
  { when: ([root, key]) => root === 'template' && key === 'serviceAccount', widens: () => true },
  { when: ([root]) => root === 'keys', widens: (change) => gains(change) },
  {
    when: ([root], change) => root === 'disabled' && change.resource === 'iam.serviceAccounts',
    widens: (change) => change.after !== true,
  },
  {
    when: ([root], change) => root === 'restrictions' && change.resource === 'apikeys.keys',
    widens: restrictionWidens,
  },
];

/** What a change does to reach and identity. */
export function effectOf(change: Weighed): Effect {
  const segments = change.path === null ? [] : parsePath(change.path);
  const rule = RULES.find(({ when }) => when(segments, change));
  return { reach: rule !== undefined, widening: rule?.widens(change, segments) ?? false };
}

/** The severity of a change that no check judges. A key that leaked is critical in every environment. */
export function driftSeverity(change: Weighed, environmentProtected: boolean): Severity {
  if (change.resource === 'iam.serviceAccountKeys' && leaves(change.after).some((leaf) => isLeak(leaf.text)))
    return 'critical';
  return severityOf({ environmentProtected, fieldClass: change.class, ...effectOf(change) });
}

/** Google renames the member of a grant itself when its principal is deleted; the grant lets nobody do anything. */
function isOfDeleted([, , , member = '']: string[]): boolean {
  return member.startsWith('deleted:');
}

/** An ingress that is not stated is Cloud Run's default, all. */
function ingressRank(value: Json): number {
  const rank = typeof value === 'string' ? INGRESS_ORDER.indexOf(value) : -1;
  return rank === -1 ? INGRESS_ORDER.length - 1 : rank;
}

/** Whether `after` holds anything that `before` did not: a member, a condition, a key. */
function gains(change: Weighed): boolean {
  const had = new Set(leaves(change.before).map((leaf) => leaf.id));
  return leaves(change.after).some((leaf) => !had.has(leaf.id));
}

/** A restriction list widens by new entries; a restriction that goes away widens most. */
function restrictionWidens(change: Weighed): boolean {
  if (change.after === null) return true;
  return change.before !== null && gains(change);
}

interface Leaf {
  id: string;
  text: string;
}

function leaves(value: Json, at = ''): Leaf[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.map((item) => leaf(at, item));
  if (isObject(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, part]) => leaves(part, `${at}/${JSON.stringify(key)}`));
  return [leaf(at, value)];
}

function leaf(at: string, value: Json): Leaf {
  return { id: `${at}=${canonicalJson(value)}`, text: typeof value === 'string' ? value : '' };
}
