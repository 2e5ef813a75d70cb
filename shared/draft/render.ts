import {
  Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
} from 'yaml';
import { oneLine } from '../checks/results/stated-result.ts';
import { API_VERSION } from '../contract/language/contract.ts';
import { printable } from '../findings/printable.ts';
import type { Json, JsonObject } from '../snapshot/json.ts';
import type { Draft, DraftRole, DraftSetting, DraftUndecided, Inventory } from './model.ts';
import { isProduction } from './tokens.ts';

/** How people find what a draft leaves to them. */
export const REVIEW = 'REVIEW_REQUIRED:';
/** Beyond this a list or map is written over several lines. */
const WIDTH = 100;

/** A draft as YAML: readable, commented, the same bytes for the same draft. */
export function renderDraft(draft: Draft): string {
  const document = new Document(contents(draft));
  const root = document.contents as unknown as YAMLMap;
  document.commentBefore = draft.header.map((line) => comment(line)).join('\n');
  annotate(document, draft);
  for (const pair of root.items) shape(pair.value, [String(pair.key)]);
  for (const pair of root.items.slice(1)) spaced(pair);
  const services = document.get('services', true);
  if (isMap(services)) services.items.slice(1).forEach(spaced);
  return document.toString({ lineWidth: 0 });
}

function contents(draft: Draft): JsonObject {
  const profiles = [...draft.profiles.byEnvironment].filter(([, profile]) => profile.size > 0);
  const humans = [...draft.humans];
  return {
    apiVersion: API_VERSION,
    estate: draft.estate,
    environments: Object.fromEntries(draft.environments.map((one) => [one.name, environment(one)])),
    ...(draft.compare.length === 0 ? {} : { compare: draft.compare }),
    ...(profiles.length === 0
      ? {}
      : { profiles: Object.fromEntries(profiles.map(([name, profile]) => [name, nested([...profile])])) }),
    services: Object.fromEntries(draft.roles.map((role) => [role.role, service(role)])),
    ...(draft.ignored.length === 0 ? {} : { ignoreServices: draft.ignored.map(({ pattern }) => pattern) }),
    ...(humans.length === 0 ? {} : { iam: { humans: Object.fromEntries(humans) } }),
    ...(draft.undecided.length === 0 ? {} : { undecided: draft.undecided.map(undecided) }),
  };
}

function environment({ name, project, projectNumber, regions }: Inventory): JsonObject {
  return {
    project,
    ...(projectNumber === null ? {} : { projectNumber }),
    regions,
    ...(isProduction(name) ? { protected: true } : {}),
  };
}

function service({ members, settings, keys }: DraftRole): JsonObject {
  const names = Object.fromEntries([...members].map(([environment, { name }]) => [environment, name]));
  const declared = settings.filter(({ value }) => value !== null);
  const env = keys.filter(({ entry }) => entry !== null);
  return {
    names,
    ...nested(declared.map(({ name, value }) => [name, value])),
    ...(env.length === 0 ? {} : { env: Object.fromEntries(env.map(({ key, entry }) => [key, entry])) }),
  };
}

/** `resources.memory` stands in a map of its own. */
function nested(settings: readonly [string, Json][]): JsonObject {
  const out: JsonObject = {};
  for (const [name, value] of settings) {
    const [outer = '', inner] = name.split('.');
    if (inner === undefined) out[outer] = value;
    else out[outer] = { ...(out[outer] as JsonObject | undefined), [inner]: value };
  }
  return out;
}

function undecided({ check, roles, environment, path, expires }: DraftUndecided): JsonObject {
  return {
    check,
    ...(roles.length === 0 ? {} : { roles }),
    environments: [environment],
    ...(path === null ? {} : { path }),
    expires,
  };
}

function annotate(document: Document, draft: Draft): void {
  remark(pairAt(document, ['estate']), ['named after the projects; call it as you like']);
  review(pairAt(document, ['profiles']), draft.profiles.reviews);
  for (const role of draft.roles) annotateRole(document, role);
  annotateList(document, 'ignoreServices', draft.ignored);
  annotateList(document, 'undecided', draft.undecided);
  if (draft.humans.size > 0) {
    review(pairAt(document, ['iam']), ['everybody who holds a role today; take out who should not']);
  }
  if (draft.undecided.length === 0) return;
  remark(pairAt(document, ['undecided']), [
    'What fails today. Nobody has decided on it: until it expires it is REVIEW_REQUIRED, then FAIL.',
    'Mend it, declare it above, or make it a waiver with a reason and an owner.',
  ]);
}

function annotateRole(document: Document, { role, confidence, doubts, settings, keys }: DraftRole): void {
  const base = ['services', role];
  const sure = confidence === null ? 'one service only' : `one role with a confidence of ${confidence} %`;
  const homeless = keys.filter(({ entry }) => entry === null).map(named);
  remark(pairAt(document, base), [sure]);
  review(pairAt(document, base), [...doubts, ...orphans(settings), ...homeless]);
  for (const { name, reviews } of settings) {
    const path = name.split('.');
    review(pairAt(document, [...base, ...path]), reviews);
  }
  for (const { key, reviews } of keys) review(pairAt(document, [...base, 'env', key]), reviews);
}

function annotateList(document: Document, key: string, entries: readonly { reviews: string[] }[]): void {
  for (const [index, { reviews }] of entries.entries()) {
    above(
      document.getIn([key, index], true) as Node,
      reviews.map((words) => comment(asReview(words))),
    );
  }
}

/** Reviews of settings that are not declared have no line of their own. */
function orphans(settings: readonly DraftSetting[]): string[] {
  return settings
    .filter(({ value }) => value === null)
    .flatMap(({ name, reviews }) => reviews.map((words) => `${name}: ${words}`));
}

function named({ key, reviews }: { key: string; reviews: string[] }): string {
  return `env ${key}: ${reviews.join('; ')}`;
}

function pairAt(document: Document, path: readonly (string | number)[]): Pair | null {
  const parent = document.getIn(path.slice(0, -1), true);
  const map = path.length === 1 ? document.contents : parent;
  if (!isMap(map)) return null;
  return map.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) ?? null;
}

function remark(pair: Pair | null, lines: readonly string[]): void {
  if (isScalar(pair?.key)) above(pair.key, lines.map(comment));
}

function review(pair: Pair | null, reviews: readonly string[]): void {
  remark(pair, reviews.map(asReview));
}

function asReview(words: string): string {
  return `${REVIEW} ${words}`;
}

function above(node: Node, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const before = node.commentBefore === null || node.commentBefore === undefined ? [] : [node.commentBefore];
  node.commentBefore = [...before, ...lines].join('\n');
}

/** One line, whatever the names in it hold. */
function comment(words: string): string {
  return ` ${printable(oneLine(words))}`;
}

/** Maps whose entries stand on lines of their own, however short they are. */
const ROOMY = /^(?:environments|profiles|services|ignoreServices|undecided|iam)$|^services [^ ]+(?: env)?$/;

/** On one line what is short and has no comment inside; on several what is not. */
function shape(node: unknown, path: readonly string[]): void {
  if (!isCollection(node)) return;
  const text = JSON.stringify(node).replaceAll('"', '').replaceAll(/[:,]/g, '$& ');
  const short = text.length + 2 * path.length <= WIDTH;
  node.flow = short && !ROOMY.test(path.join(' ')) && !isCommented(node);
  if (node.flow) return;
  for (const item of node.items) {
    if (isPair(item)) shape(item.value, [...path, String(item.key)]);
    else shape(item, [...path, '-']);
  }
}

function isCommented(node: Node): boolean {
  let found = false;
  visit(node, {
    Node: (_, inner) => {
      if (inner === node || typeof inner.commentBefore !== 'string') return undefined;
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

function spaced(pair: Pair): void {
  if (isScalar(pair.key)) pair.key.spaceBefore = true;
}
