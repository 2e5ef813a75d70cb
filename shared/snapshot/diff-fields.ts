import { type CatalogueNode, descend } from './catalogue/tree.ts';
import { equalJson, ownMember } from './equal.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { compareText, type FieldClass } from './model.ts';

/** One difference inside a document; absent sides are null. */
export interface FieldDifference {
  segments: string[];
  class: FieldClass;
  before: Json;
  after: Json;
}

interface Side {
  before: Json | undefined;
  after: Json | undefined;
}

/**
 * What differs between two documents' fields, in the order of their paths. Maps are descended to their
 * leaves; a list, a reduced value and a thing with an identity that appears or disappears are one
 * difference each.
 */
export function diffFields(
  before: JsonObject,
  after: JsonObject,
  catalogue: CatalogueNode,
): FieldDifference[] {
  return walkFields(before, after, { node: catalogue, essence: withoutMentions });
}

/** The same for fields whose fingerprints were made with two keys: whether a literal is another one is not known. */
export function diffKnownFields(
  before: JsonObject,
  after: JsonObject,
  catalogue: CatalogueNode,
): FieldDifference[] {
  return walkFields(before, after, { node: catalogue, essence: withoutFingerprints });
}

function walkFields(
  before: JsonObject,
  after: JsonObject,
  how: Pick<Walk, 'node' | 'essence'>,
): FieldDifference[] {
  const found: FieldDifference[] = [];
  if (!equalJson(before, after)) compareMembers({ before, after }, { ...how, segments: [], found });
  return found;
}

interface Walk {
  /** What of a value is compared. */
  essence(value: Json): Json;
  node: CatalogueNode;
  segments: string[];
  found: FieldDifference[];
}

function compareMembers(side: { before: JsonObject; after: JsonObject }, walk: Walk): void {
  const keys = new Set([...Object.keys(side.before), ...Object.keys(side.after)]);
  for (const key of [...keys].sort(compareText)) {
    const members = { before: ownMember(side.before, key), after: ownMember(side.after, key) };
    const below = { ...walk, node: descend(walk.node, key), segments: [...walk.segments, key] };
    if (!equalJson(members.before, members.after)) compare(members, below);
  }
}

function compare(side: Side, walk: Walk): void {
  if (isSameValue(side, walk.essence)) return;
  if (isOneValue(side, walk.node)) {
    walk.found.push({
      segments: walk.segments,
      class: classOfDifference(side, walk.node),
      before: side.before ?? null,
      after: side.after ?? null,
    });
    return;
  }
  compareMembers({ before: membersOf(side.before), after: membersOf(side.after) }, walk);
}

/** The same values, although what they mention is read otherwise: the contract that says what to look for has changed. */
function isSameValue({ before, after }: Side, essence: Walk['essence']): boolean {
  if (before === undefined || after === undefined) return false;
  const [a, b] = [essence(before), essence(after)];
  return (a !== before || b !== after) && equalJson(a, b);
}

function withoutMentions(value: Json): Json {
  if (Array.isArray(value)) return value.some(isReduced) ? value.map(withoutMentions) : value;
  return isReduced(value) && value.mentions.length > 0 ? { ...value, mentions: [] } : value;
}

/** What a pasted credential is told as ends in a piece of its fingerprint. */
const PIECE = /…[0-9a-f]{8}/g;

function withoutFingerprints(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll(PIECE, '…');
  if (Array.isArray(value)) return value.map(withoutFingerprints);
  return isReduced(value) ? { ...value, fingerprint: '', mentions: [] } : value;
}

function isOneValue({ before, after }: Side, node: CatalogueNode): boolean {
  if (node.isWhole || isReduced(before) || isReduced(after)) return true;
  if (before === undefined || after === undefined) {
    return node.isEntity || !hasMembers(before ?? after);
  }
  // An empty message against a filled one: the members tell it.
  return !isObject(before) || !isObject(after);
}

function hasMembers(value: Json | undefined): boolean {
  return isObject(value) && Object.keys(value).length > 0;
}

function membersOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** A literal that is replaced by another is configuration, unless what it points to changed with it. */
function classOfDifference({ before, after }: Side, node: CatalogueNode): FieldClass {
  if (node.class !== 'posture') return node.class;
  const sides = [before, after].filter((value) => value !== undefined);
  const literals = sides.filter(isReduced);
  if (literals.length < sides.length) return node.class;
  return equalJson(mentionsOf(before), mentionsOf(after)) ? 'config' : node.class;
}

function mentionsOf(value: Json | undefined): Json {
  return isReduced(value) ? value.mentions : [];
}

function isReduced(
  value: Json | undefined,
): value is { kind: 'literal'; fingerprint: string; mentions: Json[] } {
  return (
    isObject(value) &&
    value.kind === 'literal' &&
    typeof value.fingerprint === 'string' &&
    Array.isArray(value.mentions)
  );
}
