import { keyLabelOf } from '../../snapshot/api-key-label.ts';
import { isObject, type Json, type JsonObject } from '../../snapshot/json.ts';
import { compareText, type ResourceDocument } from '../../snapshot/model.ts';
import { part } from '../view/containers.ts';

/** An API key as a pass saw it. */
export interface ObservedApiKey {
  /** Resource id. */
  id: string;
  uid: string;
  displayName: string;
  /** RFC 3339; null where it was not told. */
  createTime: string | null;
  /** APIs it opens, each once; null where it is restricted to none, which opens them all. */
  services: string[] | null;
  /** APIs of which it opens single methods only. */
  partly: string[];
  /** As the document has them. */
  targets: Json;
  /** Referrers it is restricted to; null where browsers are no restriction. */
  referrers: string[] | null;
  /** Kinds of restriction there are. */
  kinds: string[];
  /** The account whoever holds the key acts as; null for the usual kind of key. */
  account: string | null;
}

/** The key of a document, by its resource id. */
export function apiKeyOf(id: string, { name, fields, evidence }: ResourceDocument): ObservedApiKey {
  const restrictions = part(fields.restrictions);
  const targets = Array.isArray(restrictions.apiTargets) ? restrictions.apiTargets.filter(isObject) : null;
  const browser = restrictions.browserKeyRestrictions;
  return {
    id,
    uid: name,
    displayName: textOf(fields.displayName) ?? '',
    createTime: textOf(evidence.createTime),
    services:
      targets && [...new Set(targets.flatMap(({ service }) => textOf(service) ?? []))].sort(compareText),
    partly: (targets ?? []).filter(isPartial).flatMap(({ service }) => textOf(service) ?? []),
    targets: restrictions.apiTargets ?? null,
    referrers: isObject(browser) ? textsOf(browser.allowedReferrers) : null,
    kinds: Object.keys(restrictions).sort(compareText),
    account: textOf(fields.serviceAccountEmail),
  };
}

/** Newest first; a key without a time of creation last. */
export function newestFirst(keys: readonly ObservedApiKey[]): ObservedApiKey[] {
  return keys.toSorted((a, b) => instant(b) - instant(a) || compareText(b.uid, a.uid));
}

/** Whether two keys were made in the same instant. */
export function isAsOld(a: ObservedApiKey, b: ObservedApiKey): boolean {
  return instant(a) === instant(b);
}

/** The key in a sentence: `API key "Browser key prod" (668a8a89)`. */
export function keyLabel({ displayName, uid }: ObservedApiKey): string {
  return keyLabelOf(displayName, uid);
}

function instant({ createTime }: ObservedApiKey): number {
  const time = createTime === null ? Number.NaN : Date.parse(createTime);
  return Number.isNaN(time) ? 0 : time;
}

function isPartial({ methods }: JsonObject): boolean {
  return Array.isArray(methods) && methods.length > 0;
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
