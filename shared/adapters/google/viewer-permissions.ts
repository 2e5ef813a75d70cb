import type { ProbedKind } from '../../doctor/permissions.ts';
import type { PermissionProbe, ProbeAnswer, ProbedResource } from '../../doctor/probe.ts';
import { describeError } from '../../estate/sanitise.ts';
import type { JsonObject } from '../../snapshot/json.ts';
import type { Gap } from '../../snapshot/model.ts';
import { gapOf } from './outcome.ts';
import { secretsOf } from './secret-places.ts';
import type { Transport } from './transport.ts';
import { listMembers } from './viewer-members.ts';
import { neededPermissions } from './viewer-needs.ts';

/** Where each kind of resource is asked what the caller may do with it. */
const PLACES: Record<ProbedKind, (resource: ProbedResource) => { host: string; path: string }> = {
  project: ({ project }) => ({
    host: 'cloudresourcemanager.googleapis.com',
    path: `/v3/projects/${project}`,
  }),
  service: ({ project, region, name }) => ({
    host: 'run.googleapis.com',
    path: `/v2/projects/${project}/locations/${region}/services/${name}`,
  }),
  job: ({ project, region, name }) => ({
    host: 'run.googleapis.com',
    path: `/v2/projects/${project}/locations/${region}/jobs/${name}`,
  }),
  workerPool: ({ project, region, name }) => ({
    host: 'run.googleapis.com',
    path: `/v2/projects/${project}/locations/${region}/workerPools/${name}`,
  }),
  secret: ({ project, region, name }) => {
    const { host, path } = secretsOf(project, region);
    return { host, path: `${path}/${name}` };
  },
  serviceAccount: ({ project, name }) => ({
    host: 'iam.googleapis.com',
    path: `/v1/projects/${project}/serviceAccounts/${name}`,
  }),
};

/**
 * Asks Google, over the one transport, what the identity that reads may do. `identity` only names it:
 * who asks is decided by the transport's credentials.
 */
export function createPermissionProbe(transport: Transport, identity: string | null): PermissionProbe {
  return {
    identity,
    needed: neededPermissions(),
    ask: (resource, permissions, signal) =>
      guarded(async () => {
        const { host, path } = PLACES[resource.kind](resource);
        const body = { permissions };
        const answer = await transport.post({ host, path: `${path}:testIamPermissions`, body, signal });
        return answer.ok ? heldIn(answer.body) : { ok: false, gap: gapOf(answer) };
      }),
    list: (project, kind, signal) => guarded(() => listMembers({ transport, signal }, project, kind)),
  };
}

/** Google leaves the list out where nothing is held. */
function heldIn({ permissions = [] }: JsonObject): ProbeAnswer {
  const held = Array.isArray(permissions) ? permissions.filter((one) => typeof one === 'string') : null;
  if (held === null || held.length !== (permissions as unknown[]).length)
    return { ok: false, gap: { status: 'ERROR', detail: "Google's list of permissions is not a list" } };
  return { ok: true, held };
}

/** A name the transport refuses to put into a path is something that could not be asked. */
async function guarded<T>(ask: () => Promise<T>): Promise<T | { ok: false; gap: Gap }> {
  try {
    return await ask();
  } catch (error) {
    return { ok: false, gap: { status: 'ERROR', detail: describeError(error) } };
  }
}
