/**
 * Hosts Cloud Run generates: `SERVICE-NUMBER.REGION.run.app`, and `SERVICE-HASH-RR.a.run.app`, whose hash
 * is the same for all services of a project and region. A traffic tag may stand in front (`TAG---…`).
 */
const HOST =
  /(?<![a-z0-9_.-])[a-z0-9-]{1,63}\.(?:a|[a-z]{2,20}-[a-z]{2,20}\d{1,2})\.run\.app(?![a-z0-9_-]|\.[a-z0-9_-])/gi;

/** The beginning of what a value mentions of a generated host: its keyed fingerprint follows. */
export const HOST_MENTION = 'run.app/';

const LENGTH = 16;

/** Every generated host that stands in a text, in lower case, without its traffic tag, sorted, each once. */
export function runAppHosts(text: string): string[] {
  if (!/\.run\.app/i.test(text)) return NONE;
  const unescaped = text.replace(/%2f|\\[nrt]/gi, '/');
  const hosts = Array.from(unescaped.matchAll(HOST), ([host]) => untagged(host.toLowerCase()));
  return [...new Set(hosts)].sort();
}

const NONE: string[] = [];

/**
 * What is kept of a generated host in a value. Whose it is, only the hosts of the services that were seen
 * can tell: two environments may have services of one name.
 */
export function hostMention(fingerprint: string): string {
  return `${HOST_MENTION}${fingerprint.slice(0, LENGTH)}`;
}

/** The number of the project a host is of; null where the host does not say. */
export function hostNumber(host: string): string | null {
  const [, number] = /-([1-9]\d{5,18})\.[a-z]+-[a-z]+\d+\.run\.app$/.exec(host) ?? [];
  return number ?? null;
}

function untagged(host: string): string {
  const at = host.lastIndexOf('---');
  return at < 0 ? host : host.slice(at + 3);
}
