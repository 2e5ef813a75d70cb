import { isObject, type Json, type JsonObject } from '../../snapshot/json.ts';

/** Called for one setting of a workload: a text that stands there, or what a reduced value mentions. The segments change afterwards. */
export type SettingVisitor = (segments: readonly string[], found: string | readonly Json[]) => void;

/** What is prose, stamped by deployments, or about what is built rather than what it reaches. */
const TOP = new Set(['annotations', 'buildConfig', 'description', 'labels']);
const TEMPLATE = new Set(['annotations', 'labels', 'revision']);
/** Images come from one registry for all environments; which is released where is judged by its own check. */
const CONTAINER = new Set(['baseImageUri', 'image', 'sourceCode']);

/** Every text and reduced value of a workload's fields that can refer to something, with its path. */
export function walkSettings(fields: JsonObject, templateDepth: number, visit: SettingVisitor): void {
  const segments: string[] = [];
  const walk = (value: Json): void => {
    if (typeof value === 'string') visit(segments, value);
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
      if (!isSkipped(key, segments, templateDepth)) walk(value[key] as Json);
      segments.pop();
    }
  };
  walkMembers(fields);
}

/** A reduced value and a reference to a secret are one setting each, under their own name. */
function visitWhole(value: JsonObject, segments: readonly string[], visit: SettingVisitor): boolean {
  const { kind } = value;
  if (kind === 'literal' && Array.isArray(value.mentions)) {
    if (value.mentions.length > 0) visit(segments, value.mentions);
    return true;
  }
  if (kind !== 'secret' || typeof value.secret !== 'string') return false;
  visit(segments, value.secret);
  return true;
}

/** Whether nothing is to be found under a key, the last of the segments. */
function isSkipped(key: string, segments: readonly string[], templateDepth: number): boolean {
  const depth = segments.length;
  if (depth === 1) return TOP.has(key);
  if (depth <= templateDepth + 1) return TEMPLATE.has(key);
  return depth === templateDepth + 3 && segments[templateDepth] === 'containers' && CONTAINER.has(key);
}
