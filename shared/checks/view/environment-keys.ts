import { isObject, type Json, type JsonObject } from '../../snapshot/json.ts';
import { formatPath, parsePath } from '../../snapshot/path.ts';
import { type ObservedContainer, part } from './containers.ts';

/** How a container gets one environment key. */
export interface Delivered {
  key: string;
  kind: 'literal' | 'secret' | 'unknown';
  /** Keyed fingerprint of a literal. */
  fingerprint: string | null;
  /** Of a secret: a number, an alias, or latest. */
  version: string | null;
  secret: string | null;
}

/** The environment of a container as the canonical document has it, by key. */
export function environmentOf(container: ObservedContainer): JsonObject {
  return part(container.fields.env);
}

/** Whether a container has a key. */
export function hasKey(container: ObservedContainer, key: string): boolean {
  return Object.hasOwn(environmentOf(container), key);
}

/** The canonical path of an environment key of a container. */
export function envPath(container: ObservedContainer, key: string): string {
  return formatPath([...parsePath(container.path), 'env', key]);
}

/** Whether a secret's version is a number or an alias, so that a new version does not change what runs. */
export function isPinned(version: string | null): boolean {
  return version !== null && version !== 'latest';
}

/** A key as results show it: never a value, nor what a value mentions. */
export function observedDelivery({ kind, fingerprint, secret, version }: Delivered): Json {
  if (kind === 'unknown') return null;
  return kind === 'literal' ? literal(fingerprint) : { kind, secret, version };
}

/** A literal as results show it. */
export function literal(fingerprint: string | null): JsonObject {
  return { kind: 'literal', fingerprint };
}

/** How a key is delivered, told without reading the rest of it. */
export function deliveryKind(value: Json | undefined): Delivered['kind'] {
  const kind = isObject(value) ? value.kind : null;
  return kind === 'literal' || kind === 'secret' ? kind : 'unknown';
}

/** Whether two keys are delivered the same way: both literals, or both secrets that are pinned, or are not. */
export function deliveredAlike(a: Json | undefined, b: Json | undefined): boolean {
  const kind = deliveryKind(a);
  if (kind !== deliveryKind(b)) return false;
  return kind !== 'secret' || isPinned(versionOf(a)) === isPinned(versionOf(b));
}

/** One key of an environment, read. */
export function delivered(key: string, value: Json | undefined): Delivered {
  const kind = deliveryKind(value);
  if (kind === 'unknown' || !isObject(value))
    return { key, kind, fingerprint: null, version: null, secret: null };
  if (kind === 'literal')
    return { key, kind, fingerprint: text(value.fingerprint), version: null, secret: null };
  return {
    key,
    kind,
    fingerprint: null,
    version: versionOf(value),
    secret: text(value.secret),
  };
}

function versionOf(secret: Json | undefined): string {
  return text(part(secret).version) ?? 'latest';
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
