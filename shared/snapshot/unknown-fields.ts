import { type CatalogueNode, descend } from './catalogue/tree.ts';
import { catalogueOf } from './catalogue.ts';
import type { Json } from './json.ts';
import type { Reading } from './model.ts';
import { formatPath } from './path.ts';

/** A place of a resource that no catalogue has a class for. */
export interface UnknownField {
  /** Resource id, as in `resourceId`. */
  id: string;
  path: string;
}

/**
 * The fields of a reading that the catalogue does not know: what the live API has begun to send. Each
 * place once, at its top, in the order of the documents. They are compared like configuration.
 */
export function unknownFields(reading: Reading): UnknownField[] {
  const found: UnknownField[] = [];
  const catalogue = catalogueOf(reading.resource);
  for (const id in reading.documents) {
    const document = reading.documents[id];
    if (document === undefined) continue;
    const segments: string[] = [];
    look(document.fields, catalogue, {
      segments,
      tell: () => found.push({ id, path: formatPath(segments) }),
    });
  }
  return found;
}

interface Walk {
  /** Where the walk stands; grows and shrinks with it. */
  segments: string[];
  tell(): void;
}

function look(value: Json, node: CatalogueNode, walk: Walk): void {
  if (node.isLeaf) {
    if (node.class === 'unclassified') walk.tell();
    return;
  }
  if (typeof value !== 'object' || value === null || (node.isWhole && isUsual(value))) return;
  const isList = Array.isArray(value);
  for (const key in value) {
    walk.segments.push(key);
    const member = (value as Record<string, Json>)[key];
    if (member !== undefined) look(member, descend(node, isList ? '*' : key), walk);
    walk.segments.pop();
  }
}

/** Most of what a service holds is keys delivered in one of two ways, of three members each. */
function isUsual(delivered: object): boolean {
  if (!('kind' in delivered) || (delivered.kind !== 'literal' && delivered.kind !== 'secret')) return false;
  let count = 0;
  for (const _ in delivered) count += 1;
  return count === 3;
}
