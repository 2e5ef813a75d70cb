import type { JsonObject } from '../../snapshot/json.ts';
import { type ListEnd, readPages, withoutUnreachable } from './pages.ts';
import type { Transport } from './transport.ts';

const GLOBAL_HOST = 'secretmanager.googleapis.com';

/** Where the secrets of a region are listed: at an endpoint of its own; of null, the global ones. */
export function secretsOf(project: string, region: string | null): { host: string; path: string } {
  return region === null
    ? { host: GLOBAL_HOST, path: `/v1/projects/${project}/secrets` }
    : {
        host: `secretmanager.${region}.rep.googleapis.com`,
        path: `/v1/projects/${project}/locations/${region}/secrets`,
      };
}

/** The regions a secret can live in, or why Secret Manager does not say. */
export type SecretRegions = { ok: true; regions: string[] } | Extract<ListEnd, { ok: false }>;

/**
 * Asks Secret Manager for every region it offers the project. There is no list of the secrets of all
 * regions at once, so whoever wants to know what lives where asks each of these.
 */
export async function listSecretRegions(
  { transport, signal }: { transport: Transport; signal: AbortSignal },
  project: string,
): Promise<SecretRegions> {
  const regions: unknown[] = [];
  const end = await readPages({
    items: 'locations',
    ask: (pageToken) =>
      transport.get({
        host: GLOBAL_HOST,
        path: `/v1/projects/${project}/locations`,
        ...(pageToken === null ? {} : { query: { pageToken } }),
        signal,
      }),
    take: (page) => regions.push(...page.map(regionOf)),
  });
  const whole = withoutUnreachable(end, GLOBAL_HOST);
  if (!whole.ok) return whole;
  const named = regions.filter((region) => typeof region === 'string' && region !== '');
  return named.length === regions.length
    ? { ok: true, regions: [...new Set(named as string[])].filter((region) => region !== 'global') }
    : {
        ok: false,
        gap: { status: 'ERROR', detail: "Secret Manager's list of regions has one without a name" },
      };
}

function regionOf({ locationId, name }: JsonObject): unknown {
  return locationId ?? (typeof name === 'string' ? name.slice(name.lastIndexOf('/') + 1) : null);
}
