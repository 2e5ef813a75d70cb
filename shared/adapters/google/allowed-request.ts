import { PlumblineError } from '../../errors.ts';
import type { JsonObject } from '../../snapshot/json.ts';
import { ALLOWLIST, type AllowedRequest } from './allowlist.ts';

/** Refused by name as well, whatever the table says: what ends like this hands out secret material. */
const NEVER = /(?::|%3a)[a-z]*(?:access|keystring|token|sign)[a-z]*$|\/keystring$/i;

/** The names a template may stand for. No name holds a slash, a percent sign or an upper-case verb after a colon. */
const NAMES: Record<string, string> = {
  project: '(?:[a-z0-9.-]+\\.[a-z]{2,}:)?[a-z][a-z0-9-]{0,29}|[0-9]{1,20}',
  region: '[a-z][a-z0-9-]{0,40}',
  service: '[a-z][a-z0-9-]{0,62}',
  revision: '[a-z][a-z0-9-]{0,62}',
  job: '[a-z][a-z0-9-]{0,62}',
  pool: '[a-z][a-z0-9-]{0,62}',
  account: '[A-Za-z0-9][A-Za-z0-9._-]*@[a-z0-9][a-z0-9.-]*',
  secret: '[A-Za-z0-9_-]{1,255}',
};

const PATTERNS = ALLOWLIST.map((row) => ({ row, pattern: patternOf(`${row.host}${row.path}`) }));

/**
 * The row of the table a request stands on, and the project it asks about. Throws FORBIDDEN_REQUEST for
 * everything else: another method, host, port, protocol, path, parameter or filter, or a path that a server
 * could read in two ways.
 */
export function allowedRequest(
  method: string,
  address: string,
  body: JsonObject | null = null,
): { row: AllowedRequest; project: string } {
  const url = plainUrl(address);
  if (url === null || NEVER.test(url.pathname)) {
    throw forbidden(method, address);
  }
  for (const { row, pattern } of PATTERNS) {
    const match = row.method === method ? pattern.exec(`${url.host}${url.pathname}`) : null;
    if (match !== null && parametersAllowed(row, url) && filterAllowed(row, body)) {
      return { row, project: match.groups?.project ?? '' };
    }
  }
  throw forbidden(method, address);
}

/** The address as a URL, or null where parsing changed what was written (dot segments, backslashes, ports, user info). */
function plainUrl(address: string): URL | null {
  const url = URL.parse(address);
  const [path] = address.split('?', 1);
  const same = url !== null && path === `https://${url.host}${url.pathname}`;
  return same && url.hash === '' && !address.includes('#') ? url : null;
}

function parametersAllowed(row: AllowedRequest, url: URL): boolean {
  const names = [...url.searchParams.keys()];
  return new Set(names).size === names.length && names.every((name) => row.query.includes(name));
}

function filterAllowed({ filter }: AllowedRequest, body: JsonObject | null): boolean {
  const asked = body?.filter;
  return filter === undefined ? asked === undefined : typeof asked === 'string' && filter.test(asked);
}

/** Of what means something in a pattern the fixed parts of the templates hold dots only; a test sees to it. */
function patternOf(template: string): RegExp {
  const named = new Set<string>();
  const source = template.split(/\{(\w+)\}/).map((part, index) => {
    if (index % 2 === 0) return part.replaceAll('.', String.raw`\.`);
    if (named.has(part)) return String.raw`\k<${part}>`;
    named.add(part);
    return `(?<${part}>${NAMES[part]})`;
  });
  return new RegExp(`^${source.join('')}$`);
}

function forbidden(method: string, address: string): PlumblineError {
  const [path] = address.split(/[?#]/, 1);
  return new PlumblineError(
    'FORBIDDEN_REQUEST',
    `refused to send ${method} ${path}: it is not one of the read-only requests in shared/adapters/google/allowlist.ts`,
  );
}
