import type { CaptureTarget, RawDocument, ScopeOutcome } from '../../estate/source.ts';
import { type Gap, NOT_VISIBLE } from '../../snapshot/model.ts';
import type { ExportFolder } from './folder.ts';
import { type OwnedClass, readOwned } from './owned.ts';
import { ownersOf } from './owners.ts';
import { readRevisions } from './revisions.ts';
import { DOMAIN_MAPPING, JOB, WORKER_POOL } from './run-document.ts';
import { type RunListClass, readRunList } from './run-lists.ts';
import { readServices, type ServiceRegion } from './services.ts';

const SERVICE_POLICIES: OwnedClass = {
  resource: 'run.services.iamPolicy',
  file: 'run-iam',
  holds: 'policy',
  placed: false,
};

const asItIs = (gap: Gap) => gap;

/** No predefined role may list domain mappings: a refusal is the rule, and says nothing about the viewer. */
function notVisible(gap: Gap): Gap {
  if (gap.status !== 'DENIED') return gap;
  return { status: 'NOT_CAPTURED', detail: `${NOT_VISIBLE}: ${gap.detail}` };
}

const LISTS: RunListClass[] = [
  { resource: 'run.jobs', file: 'run-jobs', kind: JOB, regional: false, gapOf: asItIs },
  {
    resource: 'run.workerPools',
    file: 'run-worker-pools',
    kind: WORKER_POOL,
    regional: false,
    gapOf: asItIs,
  },
  {
    resource: 'run.domainMappings',
    file: 'domain-mappings',
    kind: DOMAIN_MAPPING,
    regional: true,
    gapOf: notVisible,
  },
];

/** Reads everything of Cloud Run: services with their policies and serving revisions, and the optional lists. */
export async function readRun(
  folder: ExportFolder,
  target: CaptureTarget,
  emit: (document: RawDocument) => void,
): Promise<ScopeOutcome[]> {
  const { project } = target;
  const services = await readServices(folder, target, emit);
  const outcomes = services.map(({ outcome }) => outcome);
  const ambiguous = inSeveral(services);
  for (const here of services) {
    const owners = { ...ownersHere(here), sole: services.length === 1 };
    outcomes.push(await readOwned({ folder, project, owners, ambiguous }, SERVICE_POLICIES, emit));
    outcomes.push(await readRevisions({ folder, target, services: here, ambiguous }, emit));
  }
  const asked = target.regions.length === 0 ? [null] : [...new Set(target.regions)];
  const ofServices = services.map(({ outcome }) => outcome.region);
  const context = { folder, project, asked, ofServices };
  for (const listed of LISTS) outcomes.push(...(await readRunList(context, listed, emit)));
  return outcomes;
}

function ownersHere({ outcome, documents }: ServiceRegion) {
  return ownersOf(
    outcome,
    documents.map((document) => document.name),
  );
}

function inSeveral(services: ServiceRegion[]): Set<string> {
  const names = services.flatMap((here) => ownersHere(here).names);
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}
