import type { Json } from '../../snapshot/json.ts';
import { containersOf } from './containers.ts';
import { delivered, environmentOf, envPath, hasKey } from './environment-keys.ts';
import { annotateCommand, fingerprintOfVersion } from './fingerprint-annotation.ts';
import { gapWords, type ObservedService, type RolePlace } from './lookup.ts';
import { resolveVersion, secretsOf } from './secret-index.ts';
import type { EstateView } from './view.ts';

/** What one container has for one key, as far as it can be told without the value. */
export interface KeyValue {
  service: ObservedService;
  path: string;
  delivery: 'literal' | 'secret' | 'unknown';
  /** Keyed fingerprint of the value; null where it is not known. */
  fingerprint: string | null;
  /** Why it is not known, in words; null where it is. */
  why: string | null;
  /** How it can be made known. */
  settle: string | null;
  /** Not known because something was not read. */
  blind: boolean;
}

/** The values of a key in every container of a role's services in one environment. */
export function keyValues(at: RolePlace, key: string, view: EstateView): KeyValue[] {
  return at.settled.flatMap((service) =>
    containersOf(service)
      .filter((container) => hasKey(container, key))
      .map((container) => {
        const value = environmentOf(container)[key];
        return { service, path: envPath(container, key), ...toldValue(service, key, { value, view }) };
      }),
  );
}

type Value = Omit<KeyValue, 'service' | 'path'>;

/** A literal's fingerprint and a secret's annotation are made with one key, so that even those two can be compared. */
function toldValue(
  { environment }: ObservedService,
  key: string,
  { value, view }: { value: Json | undefined; view: EstateView },
): Value {
  const { kind, fingerprint, secret, version } = delivered(key, value);
  if (kind !== 'secret') {
    const why = fingerprint === null ? 'is delivered in a way that is not known' : null;
    return { delivery: kind, fingerprint, why, settle: null, blind: false };
  }
  const unknown = (why: string, blind = false): Value => ({
    delivery: kind,
    fingerprint: null,
    why,
    settle: null,
    blind,
  });
  const seen = secretsOf(view).lookUp(environment, secret ?? '');
  const taken = `comes from secret ${secret ?? '?'}, which`;
  if (seen.status === 'unread') return unknown(`${taken} could not be read (${gapWords(seen.gap)})`, true);
  if (seen.status === 'foreign') return unknown(`${taken} is of a project that is not of the contract`);
  if (seen.status === 'absent') return unknown(`${taken} does not exist`);
  if (seen.versions.status === 'unread')
    return unknown(`${taken} has versions that could not be read (${gapWords(seen.versions.gap)})`, true);
  const resolved = resolveVersion(seen, version ?? 'latest');
  if (resolved === null) return unknown(`${taken} has no version ${version ?? 'latest'}`);
  const annotated = fingerprintOfVersion(seen, resolved);
  if (annotated.known)
    return { delivery: kind, fingerprint: annotated.fingerprint, why: null, settle: null, blind: false };
  return { ...unknown(`${taken} ${annotated.why}`), settle: annotateCommand(seen, resolved.number) };
}
