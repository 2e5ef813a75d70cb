import type { Declared } from '../../contract/model.ts';
import type { Severity } from '../../findings/model.ts';
import type { Json, JsonObject } from '../../snapshot/json.ts';
import type { RawResult, Run } from '../model.ts';
import type { ObservedService, RolePlace, ServicePair } from '../view/lookup.ts';
import type { EstateView } from '../view/view.ts';
import { eachRole, judgePlaces, subjectOf } from './each-role.ts';
import { pairSubject } from './pairs.ts';
import { blindResult, citing, place, result, type Subject } from './result.ts';
import { settleService, words } from './wording.ts';

/** One setting of one service: what the contract declares, what is there, and what is wrong with that. */
export interface Setting {
  /** As the contract calls it; settings of two environments with one name are compared. */
  name: string;
  path: string;
  declared: Declared<Json> | null;
  /** In the contract's words. Two environments are alike where this is equal. */
  observed: Json;
  /** Said after the observed value, where that alone says too little; null otherwise. */
  note: string | null;
  /** Null where it is as declared, and where nothing is declared. */
  breach: Breach | null;
  /** Whether what is declared names the value itself, rather than that there be one. */
  states: boolean;
  /** False where a difference between environments says nothing of its own. */
  compared: boolean;
  /** Why the value is not known, where it was not observed: then it is neither judged nor compared. */
  unseen?: string;
}

/** What a setting that is not as declared weighs, and how it is put right. */
export interface Breach {
  severity: Severity;
  /** Flags of `gcloud run services update` that bring back what is declared. */
  flags: string;
}

/** Reads the settings of one service against its intent. */
export type SettingReader = (service: ObservedService, at: RolePlace, view: EstateView) => Setting[];

/**
 * Judges settings in each environment and across each compared pair: not as declared is FAIL; different
 * and declared on both sides INTENTIONAL_DIFF; different and not declared REVIEW_REQUIRED.
 */
export function eachSetting(read: SettingReader): Run {
  return eachRole((role, { view }) => {
    const known = new Map<ObservedService, Setting[]>();
    const results = judgePlaces(role, view, (service, at) => {
      const settings = read(service, at, view);
      known.set(service, settings);
      return judgeService(service, at, settings);
    });
    for (const pair of role.pairs)
      results.push(...comparePair(pair, known.get(pair.candidate) ?? [], known.get(pair.reference) ?? []));
    return results;
  });
}

/** Each declared setting is a result of its own: what holds is known by its path, also beside what does not. */
function judgeService(service: ObservedService, at: RolePlace, settings: Setting[]): RawResult[] {
  const results: RawResult[] = [];
  const about = subjectOf(at, service.id);
  for (const setting of settings) {
    if (setting.unseen !== undefined) results.push(unseenSetting(service, about, setting.unseen));
    else if (setting.breach !== null)
      results.push(brokenSetting(service, about, { setting, breach: setting.breach }));
    else if (setting.declared !== null) results.push(heldSetting(service, about, setting));
  }
  return results;
}

function unseenSetting(service: ObservedService, about: Subject, why: string): RawResult {
  return blindResult(about, {
    message: `${service.label}: ${why}.`,
    settle: 'Nothing to do: it is judged once a revision is active.',
  });
}

function heldSetting(service: ObservedService, about: Subject, setting: Setting): RawResult {
  const source = setting.declared?.location ?? null;
  return result('PASS', about, {
    message: () => `${service.label} has ${said(setting)}, as declared${citing(source)}.`,
    path: setting.path,
    expected: stated(setting),
    observed: setting.observed,
    source,
  });
}

/** What the contract says the value is; null where it says only that there is one, which states no particular value. */
function stated(setting: Setting): Json {
  return setting.states ? (setting.declared?.value ?? null) : null;
}

function brokenSetting(
  service: ObservedService,
  about: Subject,
  { setting, breach }: { setting: Setting; breach: Breach },
): RawResult {
  const source = setting.declared?.location ?? null;
  const wanted = words(setting.declared?.value ?? null);
  return result('FAIL', about, {
    message: `${service.label} has ${said(setting)}; the contract wants ${wanted}${citing(source)}.`,
    path: setting.path,
    expected: setting.declared?.value ?? null,
    observed: setting.observed,
    severity: breach.severity,
    settle: settleService(service, breach.flags, source),
    source,
  });
}

function comparePair(pair: ServicePair, candidate: Setting[], reference: Setting[]): RawResult[] {
  const equal: Setting[] = [];
  const different: [Setting, Setting][] = [];
  for (let index = 0; index < candidate.length; index += 1) {
    const mine = candidate[index] as Setting;
    const theirs = counterpart(mine, reference, index);
    if (theirs === undefined || !isComparable(mine) || !isComparable(theirs)) continue;
    if (same(mine.observed, theirs.observed)) equal.push(mine);
    else different.push([mine, theirs]);
  }
  if (different.length > 0) return different.map(([mine, theirs]) => difference(pair, mine, theirs));
  return equal.length === 0 ? [] : [alike(pair, equal)];
}

/** The setting of the same name; it mostly stands in the same place. */
function counterpart({ name }: Setting, others: Setting[], likely: number): Setting | undefined {
  const other = others[likely];
  return other?.name === name ? other : others.find((each) => each.name === name);
}

/** What is not as declared has its finding already. */
function isComparable({ compared, breach, unseen }: Setting): boolean {
  return compared && breach === null && unseen === undefined;
}

function alike(pair: ServicePair, settings: Setting[]): RawResult {
  const observed: JsonObject = {};
  for (const setting of settings) observed[setting.name] = setting.observed;
  return result('PASS', pairSubject(pair, 'candidate'), {
    message: () =>
      `${pair.candidate.label} and ${pair.reference.label} agree: ${settings.map(said).join(', ')}.`,
    observed,
  });
}

function difference(pair: ServicePair, mine: Setting, theirs: Setting): RawResult {
  const sides = `${pair.candidate.label} has ${said(mine)}, ${pair.reference.label} ${shown(theirs)}`;
  const { declared } = mine;
  if (declared === null || theirs.declared === null) return undeclared(pair, [mine, theirs], sides);
  const lines = [...new Set([declared.location, theirs.declared.location].map(place))].join(', ');
  const [a, b] = pair.environments;
  return result('INTENTIONAL_DIFF', pairSubject(pair, 'candidate'), {
    message: `${sides}, as the contract declares (${lines}).`,
    path: mine.path,
    expected: mine.states ? { [a]: declared.value, [b]: theirs.declared.value } : null,
    observed: { [a]: mine.observed, [b]: theirs.observed },
    source: declared.location,
  });
}

function undeclared(pair: ServicePair, [mine, theirs]: [Setting, Setting], sides: string): RawResult {
  const source = mine.declared?.location ?? theirs.declared?.location ?? null;
  const silent = mine.declared === null && theirs.declared === null ? 'neither' : 'only one of them';
  return result('REVIEW_REQUIRED', pairSubject(pair, 'candidate'), {
    message: `${sides}; the contract declares ${silent}.`,
    path: mine.path,
    expected: theirs.observed,
    observed: mine.observed,
    severity: 'low',
    settle: `Declare ${mine.name} for ${pair.role}, once or as { ${pair.environments.join(': …, ')}: … }, or waive it with an expiry.`,
    source,
  });
}

function said(setting: Setting): string {
  return `${setting.name} ${shown(setting)}`;
}

function shown({ observed, note }: Setting): string {
  return note === null ? words(observed) : `${words(observed)} (${note})`;
}

function same(a: Json, b: Json): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
