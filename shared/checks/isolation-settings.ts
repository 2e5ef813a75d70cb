import { isObject, type Json, type JsonObject } from '../snapshot/json.ts';

/** One setting of a workload: a text that stands there, or what a reduced value mentions. */
export interface WalkedSetting {
  segments: string[];
  text: string | null;
  mentions: readonly Json[];
}

/** What is prose, stamped by deployments, or about what is built rather than what it reaches. */
const TOP = new Set(['annotations', 'buildConfig', 'description', 'labels']);
const TEMPLATE = new Set(['annotations', 'labels', 'revision']);
/** Images come from one registry for all environments; which is released where is judged by its own check. */
const CONTAINER = new Set(['baseImageUri', 'image', 'sourceCode']);

/** Every text and reduced value of a workload's fields that can refer to something, with its path. */
export function walkSettings(
  fields: JsonObject,
  templateDepth: number,
  visit: (setting: WalkedSetting) => void,
): void {
  const segments: string[] = [];
  const walk = (value: Json): void => {
    if (typeof value === 'string') visit({ segments, text: value, mentions: [] });
    else if (Array.isArray(value)) for (const item of value) walkItem(item);
    else if (isObject(value) && !visitWhole(value, segments, visit)) walkMembers(value);
  };
  // A list is one setting, whatever is nested in it.
  const walkItem = (value: Json): void => {
    if (isObject(value) && !visitWhole(value, segments, visit)) Object.values(value).forEach(walkItem);
    else if (!isObject(value)) walk(value);
  };
  const walkMembers = (value: JsonObject): void => {
    for (const key in value) {
      segments.push(key);
      if (!isSkipped(segments, templateDepth)) walk(value[key] as Json);
      segments.pop();
    }
  };
  walkMembers(fields);
}

/** A reduced value and a reference to a secret are one setting each, under their own name. */
function visitWhole(value: JsonObject, segments: string[], visit: (setting: WalkedSetting) => void): boolean {
  if (value.kind === 'literal' && Array.isArray(value.mentions)) {
    if (value.mentions.length > 0) visit({ segments, text: null, mentions: value.mentions });
    return true;
  }
  if (value.kind !== 'secret' || typeof value.secret !== 'string') return false;
  visit({ segments, text: value.secret, mentions: [] });
  return true;
}

function isSkipped(segments: string[], templateDepth: number): boolean {
  const last = segments.at(-1) ?? '';
  const depth = segments.length;
  if (depth === 1) return TOP.has(last);
  if (depth <= templateDepth + 1) return TEMPLATE.has(last);
  return depth === templateDepth + 3 && segments[templateDepth] === 'containers' && CONTAINER.has(last);
}
