import { sanitiseText } from '../../estate/sanitise.ts';
import { type Gap, NOT_VISIBLE } from '../../snapshot/model.ts';
import type { Failed, Failure } from './answer.ts';
import type { GoogleError } from './google-error.ts';
import { isThrottled } from './retry-policy.ts';

type HttpFailure = Extract<Failure, { kind: 'http' }>;

const REGIONAL_HOST = /\.[a-z0-9-]+\.rep\.googleapis\.com$/;
/** Lists that are not offered everywhere: not to know one is no fault of the reading. */
const NOT_EVERYWHERE = new Set(['run.jobs.list', 'run.workerpools.list', 'run.domainmappings.list']);
const DISABLED = new Set(['SERVICE_DISABLED', 'accessNotConfigured', 'API_DISABLED']);

/** Puts a failed request into a coverage status and words that say what to do. */
export function gapOf(failed: Failed): Gap {
  const { failure, host, project } = failed;
  const tries = failed.attempts === 1 ? '' : `, ${failed.attempts} tries`;
  switch (failure.kind) {
    case 'http':
      return httpGap(failed, failure, tries);
    case 'network':
      return networkGap(failed, failure.code, tries);
    case 'timeout':
      return {
        status: 'UNREACHABLE',
        detail: `${host} did not answer for ${project} within ${failure.afterMs / 1000} s${tries}`,
      };
    case 'malformed':
      return { status: 'ERROR', detail: `${host} answered for ${project} with ${failure.what}` };
    case 'credentials':
      return failure.gap;
    case 'stopped':
      return {
        status: 'NOT_CAPTURED',
        detail: `the pass was stopped before ${host} had answered for ${project}`,
      };
  }
}

function httpGap(failed: Failed, failure: HttpFailure, tries: string): Gap {
  const { host, project } = failed;
  if (isThrottled(failure)) {
    return { status: 'THROTTLED', detail: throttledWords(failed, failure, tries) };
  }
  if (failure.status === 403) {
    return forbiddenGap(failed, failure.error);
  }
  if (failure.status === 401) {
    return { status: 'DENIED', detail: unknownCallerWords(host, failure.error) };
  }
  if (failure.status >= 500 || failure.status === 408) {
    return { status: 'UNREACHABLE', detail: `${host} failed for ${project} (${failure.status}${tries})` };
  }
  const words = refusalWords(failed, failure);
  return failure.status === 404 && isNotEverywhere(failed)
    ? { status: 'NOT_CAPTURED', detail: `${NOT_VISIBLE}: ${words}` }
    : { status: 'ERROR', detail: words };
}

function isNotEverywhere({ host, permission }: Failed): boolean {
  if (NOT_EVERYWHERE.has(permission ?? '')) return true;
  return REGIONAL_HOST.test(host) && permission === 'secretmanager.secrets.list';
}

/** A regional host without an address mostly means that the API has no endpoint there; nobody can mend that. */
function networkGap({ host, project }: Failed, code: string, tries: string): Gap {
  const said = `(${code}${tries})`;
  if (code !== 'ENOTFOUND')
    return { status: 'UNREACHABLE', detail: `${host} could not be reached for ${project} ${said}` };
  return REGIONAL_HOST.test(host)
    ? {
        status: 'NOT_CAPTURED',
        detail: `${NOT_VISIBLE}: ${host} has no address ${said}, so it has no endpoint there`,
      }
    : { status: 'UNREACHABLE', detail: `${host} has no address ${said}: this machine cannot resolve it` };
}

function unknownCallerWords(host: string, error: GoogleError | null): string {
  return error?.reason === 'ACCOUNT_STATE_INVALID'
    ? 'the identity that reads is disabled or deleted: enable it, or name another one'
    : `${host} did not accept the access token: run \`gcloud auth application-default login\` again`;
}

function throttledWords({ host, project }: Failed, failure: HttpFailure, tries: string): string {
  const asked =
    failure.retryAfterMs === null ? '' : `, asks to wait ${Math.ceil(failure.retryAfterMs / 1000)} s`;
  return (
    `${host} is asked too often for ${project} (${failure.status}${tries}${asked}): ` +
    'lower PLUMBLINE_CONCURRENCY or raise the quota'
  );
}

function refusalWords({ host, project }: Failed, { status, error }: HttpFailure): string {
  if (status >= 300 && status < 400) {
    return `${host} answered for ${project} with a redirect (${status}), which is never followed: look for a proxy in between`;
  }
  const said = error === null ? '' : `: ${sanitiseText(error.message)}`;
  const known =
    status === 404
      ? `knows nothing of this in ${project} (404)`
      : `refused the request for ${project} (${status})`;
  return `${host} ${known}${said}`;
}

/** A 403 has many reasons, and only one of them is a missing role. */
function forbiddenGap({ host, project, permission }: Failed, error: GoogleError | null): Gap {
  if (DISABLED.has(error?.reason ?? '') || (error?.reason === null && isDisabledText(error.message))) {
    return {
      status: 'API_DISABLED',
      detail: disabledWords(error?.service ?? apiOf(host), project, error?.consumer ?? null),
    };
  }
  return { status: 'DENIED', detail: deniedWords({ host, project, permission, error }) };
}

/** The API's own name, by which it is enabled, also of a regional host. */
function apiOf(host: string): string {
  return host.replace(REGIONAL_HOST, '.googleapis.com');
}

/** Google mostly names the project by number, and it may be the caller's own: quota is counted there. */
function disabledWords(service: string, project: string, consumer: string | null): string {
  const byNumber = consumer !== null && /^\d+$/.test(consumer);
  const named = consumer === null || byNumber ? project : consumer;
  const note = byNumber && consumer !== project ? ` (Google names project ${consumer})` : '';
  return `${service} is not enabled: gcloud services enable ${service} --project ${named}${note}`;
}

function deniedWords(
  denied: Pick<Failed, 'host' | 'project' | 'permission'> & { error: GoogleError | null },
): string {
  const { host, project, permission, error } = denied;
  if (error?.violations.includes('VPC_SERVICE_CONTROLS') || error?.reason === 'SECURITY_POLICY_VIOLATED') {
    return `a VPC Service Controls perimeter around ${project} keeps the caller out: add an ingress rule for it`;
  }
  switch (error?.reason) {
    case 'BILLING_DISABLED':
      return `billing is disabled for ${error.consumer ?? project}: link a billing account`;
    case 'USER_PROJECT_DENIED':
      return `the caller may not use the quota of ${error.consumer ?? 'its quota project'}: grant it roles/serviceusage.serviceUsageConsumer there`;
    case 'ACCESS_TOKEN_SCOPE_INSUFFICIENT':
      return 'the access token lacks the scope cloud-platform: give it to the credentials Plumbline runs with';
    case 'LOCATION_POLICY_VIOLATED':
    case 'LOCATION_ORG_POLICY_VIOLATED':
      return `${project} may use nothing in ${error.location ?? 'this region'}: correct the region in the contract, or look at the organisation policy constraints/gcp.resourceLocations`;
    case 'RESOURCE_USAGE_RESTRICTION_VIOLATED':
    case 'ORG_RESTRICTION_VIOLATION':
      return `an organisation policy keeps ${host} from being used in ${project} (${error.reason}): ask whoever administers the organisation`;
    case 'GCP_SUSPENDED':
    case 'CONSUMER_SUSPENDED':
    case 'CONSUMER_INVALID':
      return `project ${error.consumer ?? project} does not exist or is suspended`;
    default:
      return permission === null
        ? `${project} is closed to the identity that reads: grant it its custom role there`
        : `${permission} is missing in ${project}: add it to the custom role of the identity that reads`;
  }
}

/** Bodies without ErrorInfo say it in words only. */
function isDisabledText(message: string): boolean {
  return /has not been used in project .* before or it is disabled/i.test(message);
}
