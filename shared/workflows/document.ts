import { readYaml } from '../contract/yaml-source.ts';
import { isObject, type Json, type JsonObject } from '../snapshot/json.ts';

/** A YAML file of the repository as data that still knows its lines. */
export interface WorkflowDocument {
  path: string;
  root: JsonObject;
  lineOf(path: readonly (string | number)[]): number;
}

export type ParsedDocument =
  | { status: 'parsed'; document: WorkflowDocument }
  | { status: 'broken'; problem: string };

/** Parses one file; never throws, and says nothing that cites its text. */
export function parseDocument(text: string, path: string): ParsedDocument {
  const source = readYaml(text, path);
  const [issue] = source.issues;
  if (issue !== undefined)
    return { status: 'broken', problem: `is not YAML that can be read (line ${issue.line})` };
  if (!isObject(source.value)) return { status: 'broken', problem: 'is not a map of YAML' };
  const lineOf = (at: readonly (string | number)[]) => source.locate(at).line;
  return { status: 'parsed', document: { path, root: source.value, lineOf } };
}

/** Why a document is no workflow; null where it is one. */
export function whyNoWorkflow({ root }: WorkflowDocument): string | null {
  if (root.on === undefined) return 'is not a workflow: nothing starts it (no `on`)';
  if (!isObject(root.jobs) || Object.keys(root.jobs).length === 0) return 'is not a workflow: it has no jobs';
  return Object.values(root.jobs).every(isObject) ? null : 'is not a workflow: one of its jobs is no map';
}

/** A value as a map; an empty one where it is none. */
export function mapOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The maps of a list, each with its place in it. */
export function mapsOf(value: Json | undefined): { index: number; map: JsonObject }[] {
  const items = Array.isArray(value) ? value : [];
  return items.flatMap((map, index) => (isObject(map) ? [{ index, map }] : []));
}

/** Text, a number or a flag as YAML would write it; null for everything else and for what is empty. */
export function textOf(value: Json | undefined): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** One text, or a list of them, as a list. */
export function textsOf(value: Json | undefined): string[] {
  const items = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => textOf(item) ?? []);
}

/** The names in a text, a list of texts or the keys of a map: how `on` and `needs` are written. */
export function namesOf(value: Json | undefined): string[] {
  return isObject(value) ? Object.keys(value) : textsOf(value);
}
