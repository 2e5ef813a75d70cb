import type { JsonObject } from '../snapshot/json.ts';
import { compareText } from '../snapshot/model.ts';
import { formatPath } from '../snapshot/path.ts';
import type { Check, RawResult } from './model.ts';
import { eachService, subjectOf } from './results/each-role.ts';
import { inOrder } from './results/in-order.ts';
import { blindResult, listed, result } from './results/result.ts';
import { weigh } from './results/weigh.ts';
import { part } from './view/containers.ts';
import type { ObservedService, RolePlace } from './view/lookup.ts';
import { newestRevision, servingShares } from './view/released.ts';
import type { EstateView } from './view/view.ts';

const LATEST = 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST';

/** Check 20: what takes traffic is what the template says. */
export const serving: Check = {
  id: 'serving',
  number: 20,
  title: 'Serving revision',
  explanation:
    'The revision that takes traffic is the newest one, made of the template, and it is ready; traffic is neither pinned to a revision nor split, and the service is not switched off (manual scaling to no instance, of which Cloud Run says that it is ready). After a rollback or a deployment that failed, what the template says is not what runs, and every other check of the template judges what nobody is served. Where traffic is pinned on purpose, waive it with an expiry.',
  run: eachService(judge),
};

function judge(service: ObservedService, at: RolePlace, view: EstateView): RawResult[] {
  if (isSwitchedOff(service)) return [switchedOff(service, at, view)];
  const pinned = pinnedTraffic(service);
  if (pinned !== null) return [wrongTraffic(service, at, { ...pinned, view })];
  const newest = newestRevision(service);
  const { ready, latestReadyRevision } = service.evidence;
  if (newest === null || ready === 'Unknown') return [untold(service, at)];
  if (ready === 'False' || latestReadyRevision !== newest) return [notReady(service, at, { newest, view })];
  const shares = servingShares(service);
  if (shares.length === 0) return [untold(service, at)];
  if (shares.some(([revision]) => revision !== newest))
    return [notServed(service, at, { newest, shares, view })];
  const message = () =>
    `${service.label} serves ${newest}, its newest revision, which is ready; all traffic goes to the latest.`;
  return [result('PASS', subjectOf(at, service.id), { message })];
}

/** Scaled by hand to none: Google's front end answers 503 to everything, and the revision is ready all the same. */
function isSwitchedOff({ fields }: ObservedService): boolean {
  const { scalingMode, manualInstanceCount } = part(fields.scaling);
  return scalingMode === 'MANUAL' && manualInstanceCount === 0;
}

function switchedOff(service: ObservedService, at: RolePlace, view: EstateView): RawResult {
  const { label, name, project, region } = service;
  return result('FAIL', subjectOf(at, service.id), {
    message: `${label} is switched off: it is scaled by hand to no instance, and every request is answered with 503.`,
    path: 'scaling.manualInstanceCount',
    expected: 'at least 1, or automatic scaling',
    observed: 0,
    severity: weigh(view, service.environment, { fieldClass: 'posture' }),
    settle: `gcloud run services update ${name} --project=${project} --region=${region} --scaling=auto; or waive serving for ${at.intent.role} with path manualInstanceCount and an expiry.`,
  });
}

interface Pinned {
  path: string;
  words: string;
  observed: Record<string, number>;
}

/** The targets that send traffic to a revision by name; tags without traffic are none of them. */
function pinnedTraffic({ fields }: ObservedService): Pinned | null {
  const targets: { key: string; target: JsonObject }[] = [];
  const traffic = part(fields.traffic);
  for (const key in traffic) {
    const target = part(traffic[key]);
    if (typeof target.percent === 'number' && target.percent > 0) targets.push({ key, target });
  }
  const first = inOrder(targets, (a, b) => compareText(a.key, b.key)).find(
    ({ target }) => target.type !== LATEST,
  );
  if (first === undefined) return null;
  const observed = Object.fromEntries(
    targets.map(({ target }) => [String(target.revision ?? 'latest'), Number(target.percent)]),
  );
  const shares = Object.entries(observed).map(([revision, percent]) => `${percent} % to ${revision}`);
  return { path: formatPath(['traffic', first.key]), words: listed(shares), observed };
}

function wrongTraffic(
  service: ObservedService,
  at: RolePlace,
  { path, words, observed, view }: Pinned & { view: EstateView },
): RawResult {
  const what = Object.keys(observed).length > 1 ? 'splits its traffic' : 'pins its traffic';
  return result('FAIL', subjectOf(at, service.id), {
    message: `${service.label} ${what} (${words}); the next deployment would not take it.`,
    path,
    expected: { latest: 100 },
    observed,
    severity: weigh(view, service.environment, { fieldClass: 'config' }),
    settle: `${toLatest(service)}; or waive serving for ${at.intent.role} with path traffic and an expiry.`,
  });
}

function notReady(
  service: ObservedService,
  at: RolePlace,
  { newest, view }: { newest: string; view: EstateView },
): RawResult {
  const { latestReadyRevision } = service.evidence;
  const ready = typeof latestReadyRevision === 'string' ? latestReadyRevision : null;
  const serves = ready === null || ready === newest ? '' : `; ${ready} serves in its place`;
  return result('FAIL', subjectOf(at, service.id), {
    message: `${service.label} is not ready: its newest revision ${newest} did not become so${serves}.`,
    expected: { latestReadyRevision: newest },
    observed: { latestReadyRevision: ready },
    severity: weigh(view, service.environment, { fieldClass: 'posture' }),
    settle: `gcloud run revisions describe ${newest} --project=${service.project} --region=${service.region} tells why; deploy a revision that starts.`,
  });
}

function notServed(
  service: ObservedService,
  at: RolePlace,
  { newest, shares, view }: { newest: string; shares: [string, number][]; view: EstateView },
): RawResult {
  return result('FAIL', subjectOf(at, service.id), {
    message: `${service.label} serves ${listed(shares.map(([revision]) => revision))}, and ${newest} is what its template says.`,
    path: 'traffic',
    expected: { [newest]: 100 },
    observed: Object.fromEntries(shares),
    severity: weigh(view, service.environment, { fieldClass: 'config' }),
    settle: toLatest(service),
  });
}

function toLatest({ name, project, region }: ObservedService): string {
  return `gcloud run services update-traffic ${name} --project=${project} --region=${region} --to-latest`;
}

function untold(service: ObservedService, at: RolePlace): RawResult {
  return blindResult(subjectOf(at, service.id), {
    message: `${service.label}: its document does not say which revision serves or whether the newest is ready, so that is not judged.`,
    settle: 'Describe the service again, with its status.',
  });
}
