import { gapFor, type Reading, resourceId, UNNAMED } from '../../snapshot/model.ts';
import { describeFailure } from '../evaluation/failure.ts';
import type { Check, RawResult } from '../model.ts';
import { blindResult, citing, counted, listed, result, type Subject } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { type FoundService, foundServices } from '../view/found-services.ts';
import { gapWords } from '../view/lookup.ts';
import { gapOf } from '../view/reading-index.ts';
import { type EstateView, viewOf } from '../view/view.ts';
import { ignorer } from './ignored-services.ts';
import { type NamedRole, nameMap } from './name-map.ts';

/** Check 2: every service found belongs to exactly one role, in a region of the contract. */
export const namingMap: Check = {
  id: 'naming-map',
  number: 2,
  title: 'Service naming map',
  explanation:
    'Every Cloud Run service of a project is one role of the map, or ignored by name or label, and every name stands for one role. A service that nobody mapped is judged by no other check, and one in a region outside the contract serves past them.',
  run: (context) => {
    const view = viewOf(context);
    const ignored = ignorer(context.contract.ignoreServices);
    return context.contract.environments.flatMap(({ name }) => {
      try {
        return judgeEnvironment(name, view, ignored);
      } catch (error) {
        return [describeFailure(error, context.contract, null)];
      }
    });
  },
};

type Ignored = ReturnType<typeof ignorer>;

function judgeEnvironment(environment: string, view: EstateView, ignored: Ignored): RawResult[] {
  const readings = view.index.serviceReadings(environment);
  const names = nameMap(view.contract, environment);
  const found = foundServices(readings);
  const strangers = found.filter(({ name }) => !names.has(name));
  const unknown = strangers.filter((service) => ignored(service) === 'no');
  const problems = [
    ...duplicates(environment, names, view),
    ...unknown.map((service) => unmapped(environment, service, view)),
    ...strangers
      .filter((service) => ignored(service) === 'unsure')
      .map((service) => unlabelled(environment, service)),
    ...found.flatMap((service) => misplaced(environment, service, { names, view })),
    ...gaps(environment, readings, view),
  ];
  if (problems.length > 0) return problems;
  const skipped =
    strangers.length === 0
      ? ''
      : `; ${strangers.length} ignored: ${listed(strangers.map(({ name }) => name))}`;
  const message = `${environment}: ${counted(found.length - strangers.length, 'service')} found, each of them one role of the map${skipped}.`;
  return [result('PASS', subject(environment, null), { message, observed: found.map(({ name }) => name) })];
}

function duplicates(environment: string, names: Map<string, NamedRole[]>, view: EstateView): RawResult[] {
  return [...names].flatMap(([name, roles]) => {
    const mine = roles.filter((role) => role.environment === environment);
    if (mine.length < 2) return [];
    const source = mine[1]?.location ?? null;
    return [
      result('FAIL', subject(environment, `names/${name}`), {
        message: `${environment}: ${name} is the name of several roles: ${listed(mine.map(({ role }) => role))}${citing(source)}.`,
        expected: 'one role',
        observed: mine.map(({ role }) => role),
        severity: weigh(view, environment, { fieldClass: 'config' }),
        settle: `Give each role a service of its own under services.ROLE.names.`,
        source,
      }),
    ];
  });
}

function unmapped(environment: string, service: FoundService, view: EstateView): RawResult {
  const outside = isOutside(environment, service, view) ? ', a region outside the contract' : '';
  return result('FAIL', subject(environment, service.id), {
    message: `${environment}: ${service.name} in ${service.region}${outside} is no role of the contract and is not ignored.`,
    expected: null,
    observed: 'present',
    severity: weigh(view, environment, { fieldClass: 'posture' }),
    settle: `Name ${service.name} as a role under services, list it under ignoreServices, or delete it.`,
  });
}

function misplaced(
  environment: string,
  service: FoundService,
  { names, view }: { names: Map<string, NamedRole[]>; view: EstateView },
): RawResult[] {
  const role = names.get(service.name)?.[0];
  if (role === undefined || !isOutside(environment, service, view)) return [];
  return [
    result(
      'FAIL',
      { ...subject(environment, service.id), role: role.role },
      {
        message: `${environment}: ${service.name} also runs in ${service.region}, a region outside the contract${citing(role.location)}; no other check looks at it there.`,
        expected: null,
        observed: 'present',
        severity: weigh(view, environment, { fieldClass: 'posture' }),
        settle: `Delete ${service.name} in ${service.region}, or add the region to environments.${environment}.regions.`,
        source: role.location,
      },
    ),
  ];
}

/** Whether a region is in no environment of that project. */
function isOutside(environment: string, service: FoundService, view: EstateView): boolean {
  const { environments } = view.contract;
  const project = environments.find(({ name }) => name === environment)?.project;
  return !environments.some((known) => known.project === project && known.regions.includes(service.region));
}

function unlabelled(environment: string, service: FoundService): RawResult {
  const gap = service.gap === null ? '' : ` (${gapWords(service.gap)})`;
  return blindResult(subject(environment, service.id), {
    message: `${environment}: ${service.name} is no role of the contract; whether a label excuses it could not be read${gap}.`,
    settle: 'Mend the coverage gap named in the message and run again.',
  });
}

function gaps(environment: string, readings: readonly Reading[], view: EstateView): RawResult[] {
  const named = view.contract.environments.find(({ name }) => name === environment)?.regions ?? [];
  const read = new Set(readings.map(({ region }) => region));
  const missing = read.has(null) ? [] : named.filter((region) => !read.has(region));
  const blind = (where: string, why: string) =>
    blindResult(subject(environment, null), {
      message: `${environment}: services in ${where} may belong to no role; they could not be read (${why}).`,
      settle: 'Mend the coverage gap named in the message and run again.',
    });
  return [
    ...missing.map((region) => blind(region, 'NOT_CAPTURED')),
    ...readings.flatMap((reading) => {
      const gap = reading.status === 'OK' ? gapFor(reading, resourceId(reading, UNNAMED)) : gapOf(reading);
      return gap === null ? [] : [blind(reading.region ?? 'other regions', gapWords(gap))];
    }),
  ];
}

function subject(environment: string, resource: string | null): Subject {
  return { role: null, environment, resource };
}
