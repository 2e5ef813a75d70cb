import { formatPath } from '../../snapshot/path.ts';
import type { Check, RawResult } from '../model.ts';
import { eachRoleAndEstate, type Judging, judgePlaces } from '../results/each-role.ts';
import { blindResult, result, type Subject } from '../results/result.ts';
import { gapWords } from '../view/lookup.ts';
import { gapOf } from '../view/reading-index.ts';
import {
  otherWorkloads,
  subjectOfWorkload,
  unreadWorkloads,
  type Workload,
  workloadOf,
} from '../view/workload.ts';
import { crossingMappings } from './domains.ts';
import { crossingGrants } from './grants.ts';
import { type Foreign, identitiesOf } from './identities.ts';
import { type Crossing, crossingResult } from './result.ts';
import { walkSettings } from './settings.ts';

/** Check 17: no environment refers to another. */
export const isolation: Check = {
  id: 'isolation',
  number: 17,
  title: 'Isolation',
  explanation:
    'Nothing in an environment refers to another one: no project by id or number, generated or custom host, Cloud SQL instance, connector, network, secret or account, in no literal, argument, probe, mount or policy, of no container, sidecar, job or worker pool. A test system that writes to production is how incidents begin, so a reference into a protected environment is critical. Service names that two environments share are told apart by their hosts. Images, builds, labels and annotations are not judged here: one registry commonly serves all environments, as does roles/artifactregistry.reader on it, and which image is released where is judged by its own check.',
  run: eachRoleAndEstate(
    (role, judging) =>
      judgePlaces(role, judging.view, (service) => judgeWorkload(workloadOf(service), role.role, judging)),
    (judging) => judging.view.contract.environments.flatMap(({ name }) => ofNoRole(name, judging)),
  ),
};

function ofNoRole(environment: string, judging: Judging): RawResult[] {
  const { view } = judging;
  const about = { role: null, environment, resource: null };
  return [
    ...otherWorkloads(view, environment).flatMap((workload) => judgeWorkload(workload, null, judging)),
    ...unreadWorkloads(view, environment).map((why) =>
      blindResult(about, {
        message: `${environment}: ${why}, so what they refer to is not judged.`,
        settle: 'Mend the coverage gap and run again.',
      }),
    ),
    ...crossingMappings(environment, judging),
    ...crossingGrants(environment, judging),
  ];
}

function judgeWorkload(workload: Workload, role: string | null, judging: Judging): RawResult[] {
  const met = foreignSettings(workload, judging);
  const about = subjectOfWorkload(workload, role);
  const results = met.length === 0 ? [] : foreignResults(about, met, { workload, judging });
  if (results.length > 0) return results;
  return [result('PASS', about, { message: () => `${workload.label} refers to no other environment.` })];
}

/** A setting that refers to other environments, or to a host that nobody was seen with. */
interface ForeignSetting {
  path: string;
  segments: string[];
  literal: boolean;
  foreign: Foreign;
}

function foreignSettings({ fields, at, environment }: Workload, { context }: Judging): ForeignSetting[] {
  const identities = identitiesOf(context);
  const met: ForeignSetting[] = [];
  walkSettings(fields, at.length, (segments, found) => {
    const literal = typeof found !== 'string';
    const foreign = literal
      ? identities.inLiteral(found, environment)
      : identities.inText(found, environment);
    if (foreign.unplaced || foreign.mentions.size > 0)
      met.push({ path: formatPath(segments), segments: [...segments], literal, foreign });
  });
  return met;
}

/** One result for each path that refers elsewhere, and one for the hosts of which that cannot be told. */
function foreignResults(
  about: Subject,
  met: ForeignSetting[],
  { workload, judging }: { workload: Workload; judging: Judging },
): RawResult[] {
  const { view } = judging;
  const { environment, label } = workload;
  const crossings = new Map<string, Crossing>();
  for (const { path, segments, literal, foreign } of met)
    if (foreign.mentions.size > 0)
      addCrossing(crossings, path, { segments, literal, found: new Map(foreign.mentions) });
  const results = [...crossings].map(([path, crossing]) =>
    crossingResult(about, { view, workload, path, crossing }),
  );
  const unplaced = met.filter(({ foreign }) => foreign.unplaced).map(({ path }) => path);
  const unseen = unplaced.length === 0 ? null : unseenServices(environment, judging);
  if (unseen !== null)
    results.push(
      blindResult(about, {
        message: `${label} names a generated host of no service that was seen (${unplaced.join(', ')}), and ${unseen}: whose it is cannot be told.`,
        settle: 'Mend the coverage gap and run again.',
      }),
    );
  return results;
}

/** A list has one path, and several of its members may refer elsewhere. */
function addCrossing(crossings: Map<string, Crossing>, path: string, crossing: Crossing): void {
  const known = crossings.get(path);
  if (known === undefined) crossings.set(path, crossing);
  else
    for (const [environment, what] of crossing.found)
      known.found.set(environment, [...new Set([...(known.found.get(environment) ?? []), ...what])]);
}

/** Why a host might be of another environment although no service seen has it; null where all were seen. */
function unseenServices(environment: string, { view }: Judging): string | null {
  for (const { name } of view.contract.environments) {
    if (name === environment) continue;
    for (const reading of view.index.readings(name, 'run.services')) {
      if (reading.status !== 'OK')
        return `the services of ${name} could not be read (${gapWords(gapOf(reading))})`;
      const [first] = Object.values(reading.gaps);
      if (first !== undefined) return `not all services of ${name} could be read (${gapWords(first)})`;
    }
  }
  return null;
}
