import { isGap, type Reading, type ResourceClass, resourceId } from '../../snapshot/model.ts';
import { formatPath } from '../../snapshot/path.ts';
import { removeWholly } from '../iam-roles/commands.ts';
import type { RawResult } from '../model.ts';
import type { Judging } from '../results/each-role.ts';
import { blindResult, result } from '../results/result.ts';
import { part } from '../view/containers.ts';
import { gapWords } from '../view/lookup.ts';
import { ProjectIndex, projectsOf } from '../view/project-index.ts';
import { gapOf } from '../view/reading-index.ts';
import type { EstateView } from '../view/view.ts';
import { crossingSeverity } from './result.ts';

const POLICIES: readonly ResourceClass[] = [
  'resourcemanager.projects.iamPolicy',
  'run.services.iamPolicy',
  'run.jobs.iamPolicy',
  'run.workerPools.iamPolicy',
  'secretmanager.secrets.iamPolicy',
];

/** Whoever deploys elsewhere pulls images from here: that is how releases are promoted. */
const PROMOTION = 'roles/artifactregistry.reader';
const MEMBER = 'serviceAccount:';

/** Accounts of other environments that policies of an environment let in; Google's own agents are none. */
export function crossingGrants(environment: string, { view }: Judging): RawResult[] {
  const readings = POLICIES.flatMap((resource) => view.index.readings(environment, resource));
  const crossings = readings.flatMap((reading) => inReading(reading, view));
  const unread = readings.flatMap((reading) => unreadIn(reading));
  const about = { role: null, environment, resource: null };
  const [first] = unread;
  if (first !== undefined)
    crossings.push(
      blindResult(about, {
        message: `${environment}: not every policy could be read (${first}), so whether accounts of other environments are let in is not wholly known.`,
        settle: 'Mend the coverage gap and run again.',
      }),
    );
  return crossings;
}

function unreadIn(reading: Reading): string[] {
  if (reading.status !== 'OK') return isGap(reading) ? [gapWords(gapOf(reading))] : [];
  return Object.values(reading.gaps).map(gapWords);
}

function inReading(reading: Reading, view: EstateView): RawResult[] {
  const results: RawResult[] = [];
  for (const id in reading.documents) {
    const document = reading.documents[id];
    const bindings = part(part(document?.fields.iamPolicy).bindings);
    for (const role in bindings) {
      if (role === PROMOTION) continue;
      const members = part(bindings[role]);
      for (const member in members) {
        const owner = foreignOwner(member, reading.environment, view);
        if (owner !== null && document !== undefined)
          results.push(grant({ reading, name: document.name, role, member, owner }, view));
      }
    }
  }
  return results;
}

/** The other environment an account is of; null for the own one's, one of no environment, and whatever is no account. */
function foreignOwner(member: string, environment: string, view: EstateView): string | null {
  if (!member.startsWith(MEMBER)) return null;
  const project = ProjectIndex.ofAccount(member.slice(MEMBER.length));
  const owner = project === null ? null : projectsOf(view).environmentOf(project, environment);
  return owner === null || owner.name === environment ? null : owner.name;
}

interface CrossingGrant {
  reading: Reading;
  name: string;
  role: string;
  member: string;
  owner: string;
}

function grant({ reading, name, role, member, owner }: CrossingGrant, view: EstateView): RawResult {
  const { environment } = reading;
  const resource = resourceId(reading, name);
  return result(
    'FAIL',
    { role: null, environment, resource },
    {
      message: `${view.label(environment, name, reading.region)} lets ${member} in (${role}), an account of ${owner}.`,
      path: formatPath(['iamPolicy', 'bindings', role, member]),
      expected: null,
      observed: member,
      severity: crossingSeverity(view, owner, [environment]),
      settle: removeWholly({ ...reading, name }, { member, role }),
    },
  );
}
