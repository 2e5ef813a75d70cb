import { canonicalJson } from '../snapshot/canonical-json.ts';
import type { Json } from '../snapshot/json.ts';
import { parsePath } from '../snapshot/path.ts';
import { INGRESS_ORDER } from './ingress-order.ts';
import { isReplacedVersion } from './replaced-version.ts';
import { showValue } from './show-value.ts';

/** One value before and after, somewhere in a resource. */
export interface Difference {
  path: string | null;
  before: Json;
  after: Json;
}

type Headline = (difference: Difference, segments: string[]) => string;

/** Paths people have a name for; the first that matches wins. */
const HEADLINES: { when: (segments: string[]) => boolean; say: Headline }[] = [
  { when: ([root]) => root === 'ingress', say: ingressHeadline },
  {
    when: ([root]) => root === 'invokerIamDisabled',
    say: ({ after }) => `invoker check switched ${after === true ? 'off' : 'on'}`,
  },
  {
    when: ([root]) => root === 'iapEnabled',
    say: ({ after }) => `IAP switched ${after === true ? 'on' : 'off'}`,
  },
  {
    when: ([root]) => root === 'defaultUriDisabled',
    say: ({ after }) => `default URL ${after === true ? 'disabled' : 'enabled'}`,
  },
  {
    when: ([root]) => root === 'sshEnabled',
    say: ({ after }) => `SSH access switched ${after === true ? 'on' : 'off'}`,
  },
  { when: (s) => s[0] === 'template' && s[1] === 'serviceAccount', say: () => 'runtime account changed' },
  {
    when: (s) => s[0] === 'template' && s[1] === 'containers' && s[3] === 'env' && s.length > 4,
    say: (d, s) => `environment key ${s[4]} ${verb(d)}`,
  },
  { when: (s) => s[0] === 'iamPolicy' && s[1] === 'bindings' && s.length > 3, say: bindingHeadline },
  {
    when: (s) => s[0] === 'iamPolicy' && s[1] === 'bindings' && s.length === 3,
    say: (d, s) => `role ${s[2]} ${verb(d)}`,
  },
  {
    when: (s) => s[0] === 'versions' && s.length > 1,
    say: (d, s) => `secret version ${s[1]} ${isReplacedVersion(d) ? 'is another one' : verb(d)}`,
  },
  { when: (s) => s[0] === 'keys' && s.length > 1, say: (d, s) => `account key ${s[1]} ${verb(d)}` },
];

/** What happened, in a few words and without values: `ingress opened`, `role roles/x granted to user:y`. */
export function changeHeadline(difference: Difference): string {
  if (difference.path === null) return difference.after === null ? 'disappeared' : 'appeared';
  const segments = parsePath(difference.path);
  const known = HEADLINES.find(({ when }) => when(segments));
  return known?.say(difference, segments) ?? `${difference.path} ${verb(difference)}`;
}

/** Before → after in a few words. */
export function beforeAfter({ path, before, after }: Difference): string {
  return `${showValue(before, path)} → ${showValue(after, path)}`;
}

/** Whether two canonical values are the same; absent is null. */
export function sameValue(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function verb({ before, after }: Difference): string {
  if (before === null) return 'added';
  return after === null ? 'removed' : 'changed';
}

function ingressHeadline({ before, after }: Difference): string {
  const [was, is] = [before, after].map((value) => INGRESS_ORDER.indexOf(String(value)));
  if (was === undefined || is === undefined || was === -1 || is === -1) return 'ingress changed';
  return is > was ? 'ingress opened' : 'ingress narrowed';
}

function bindingHeadline(difference: Difference, segments: string[]): string {
  const [, , role, member] = segments;
  const deleted = /^deleted:(.*?)(?:\?uid=.*)?$/.exec(member ?? '')?.[1];
  if (difference.before === null && deleted !== undefined) return `${deleted}, who held ${role}, was deleted`;
  if (difference.before === null) return `role ${role} granted to ${member}`;
  if (difference.after === null) return `role ${role} taken from ${member}`;
  return `condition of role ${role} for ${member} changed`;
}
