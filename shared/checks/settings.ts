import type { Declared } from '../contract/model.ts';
import type { Severity } from '../findings/model.ts';
import type { Json } from '../snapshot/json.ts';
import { eachRole, settled, subjectOf, unjudged } from './each-role.ts';
import type { ObservedService, RolePlace } from './lookup.ts';
import type { CheckContext, RawResult } from './model.ts';
import { comparedServices, pairSubject, type ServicePair } from './pairs.ts';
import { citing, place, result } from './result.ts';
import type { EstateView } from './view.ts';
import { named, settleService, words } from './wording.ts';

/** One setting of one service: what the contract declares, what is there, and whether that agrees. */
export interface Setting {
  /** As the contract calls it; settings of two environments with one name are compared. */
  name: string;
  path: string;
  declared: Declared<Json> | null;
  /** In the contract's words. Two environments are alike where this is equal. */
  observed: Json;
  /** For sentences, where the bare value says too little. */
  shown?: string;
  /** True where nothing is declared. */
  holds: boolean;
  /** Whether what is declared names the value itself, rather than that there be one. */
  states: boolean;
  severity: Severity;
  /** Flags of `gcloud run services update` that bring back what is declared. */
  flags: string;
  /** False where a difference between environments says nothing of its own. */
  compared: boolean;
}

/** Reads the settings of one service against its intent. */
export type SettingReader = (service: ObservedService, at: RolePlace, view: EstateView) => Setting[];

/**
 * Judges settings in each environment and across each compared pair: not as declared is FAIL; different
 * and declared on both sides INTENTIONAL_DIFF; different and not declared REVIEW_REQUIRED.
 */
export function judgeSettings(context: CheckContext, read: SettingReader): RawResult[] {
  return eachRole(context, (role, view) => {
    const known = new Map<ObservedService, Setting[]>();
    const results = view.places(role).flatMap((at) => [
      ...unjudged(at),
      ...settled(at).flatMap((service) => {
        const settings = read(service, at, view);
        known.set(service, settings);
        return judgeService(service, at, settings);
      }),
    ]);
    const compared = comparedServices(view, role).flatMap((pair) =>
      comparePair(pair, known.get(pair.candidate) ?? [], known.get(pair.reference) ?? []),
    );
    return [...results, ...compared];
  });
}

/** Each declared setting is a result of its own: what holds is known by its path, also beside what does not. */
function judgeService(service: ObservedService, at: RolePlace, settings: Setting[]): RawResult[] {
  return settings.flatMap((setting) => {
    if (!setting.holds) return [brokenSetting(service, at, setting)];
    return setting.declared === null ? [] : [heldSetting(service, at, setting, setting.declared)];
  });
}

function heldSetting(
  service: ObservedService,
  at: RolePlace,
  setting: Setting,
  declared: Declared<Json>,
): RawResult {
  return result('PASS', subjectOf(at, service.id), {
    message: `${named(service)} has ${said(setting)}, as declared${citing(declared.location)}.`,
    path: setting.path,
    expected: stated(setting),
    observed: setting.observed,
    source: declared.location,
  });
}

/** What the contract says the value is; null where it says only that there is one, which states no particular value. */
function stated(setting: Setting): Json {
  return setting.states ? (setting.declared?.value ?? null) : null;
}

function brokenSetting(service: ObservedService, at: RolePlace, setting: Setting): RawResult {
  const source = setting.declared?.location ?? null;
  const wanted = words(setting.declared?.value ?? null);
  return result('FAIL', subjectOf(at, service.id), {
    message: `${named(service)} has ${said(setting)}; the contract wants ${wanted}${citing(source)}.`,
    path: setting.path,
    expected: setting.declared?.value ?? null,
    observed: setting.observed,
    severity: setting.severity,
    settle: settleService(service, setting.flags, source),
    source,
  });
}

function comparePair(pair: ServicePair, candidate: Setting[], reference: Setting[]): RawResult[] {
  const others = new Map(reference.map((setting) => [setting.name, setting]));
  const both = candidate.flatMap((mine): [Setting, Setting][] => {
    const theirs = others.get(mine.name);
    return theirs === undefined || !(mine.compared && theirs.compared) ? [] : [[mine, theirs]];
  });
  const judged = both.filter(([mine, theirs]) => mine.holds && theirs.holds);
  const different = judged.filter(([mine, theirs]) => !same(mine.observed, theirs.observed));
  if (different.length > 0) return different.map(([mine, theirs]) => difference(pair, mine, theirs));
  return judged.length === 0
    ? []
    : [
        alike(
          pair,
          judged.map(([mine]) => mine),
        ),
      ];
}

function alike(pair: ServicePair, settings: Setting[]): RawResult {
  return result('PASS', pairSubject(pair, 'candidate'), {
    message: `${named(pair.candidate)} and ${named(pair.reference)} agree: ${settings.map(said).join(', ')}.`,
    observed: valuesOf(settings, ({ observed }) => observed),
  });
}

function difference(pair: ServicePair, mine: Setting, theirs: Setting): RawResult {
  const sides = `${named(pair.candidate)} has ${said(mine)}, ${named(pair.reference)} ${theirs.shown ?? words(theirs.observed)}`;
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
  return `${setting.name} ${setting.shown ?? words(setting.observed)}`;
}

function valuesOf(settings: Setting[], value: (setting: Setting) => Json | undefined): Json {
  return Object.fromEntries(settings.map((setting) => [setting.name, value(setting) ?? null]));
}

function same(a: Json, b: Json): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
