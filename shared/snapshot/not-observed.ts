import type { JsonObject } from './json.ts';
import type { ResourceDocument } from './model.ts';

/**
 * The document with the settings it did not show taken from another one of the same resource: the platform
 * says nothing of a service's ingress while none of its revisions is active, and silence is no change.
 */
export function withObserved(
  document: ResourceDocument,
  other: ResourceDocument | undefined,
): ResourceDocument {
  if (other === undefined || !Array.isArray(document.evidence.notObserved)) return document;
  const known: JsonObject = {};
  for (const setting of document.evidence.notObserved) {
    const value = typeof setting === 'string' ? other.fields[setting] : undefined;
    if (value !== undefined) known[String(setting)] = value;
  }
  return { ...document, fields: { ...known, ...document.fields } };
}
