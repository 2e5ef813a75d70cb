import type {
  ListedKind,
  MemberList,
  PermissionProbe,
  ProbeAnswer,
  ProbedResource,
} from '../../shared/doctor/probe.ts';
import type { Gap } from '../../shared/snapshot/model.ts';

/** What these tests' captures need. */
export const NEEDED = [
  'apikeys.keys.list',
  'iam.serviceAccountKeys.list',
  'iam.serviceAccounts.list',
  'resourcemanager.projects.getIamPolicy',
  'run.jobs.getIamPolicy',
  'run.services.getIamPolicy',
  'run.services.list',
  'run.workerpools.getIamPolicy',
  'secretmanager.secrets.getIamPolicy',
  'secretmanager.secrets.list',
  'secretmanager.versions.list',
];
export const ENVIRONMENTS = [
  { name: 'dev', project: 'shop-dev' },
  { name: 'prod', project: 'shop-prod' },
];
export const DENIED: Gap = { status: 'DENIED', detail: 'shop-prod is closed to the identity that reads' };
export const ENDLESS = new AbortController().signal;

/** A Google where grants on a project hold for everything in it. */
export interface World {
  /** project → permissions */
  projects: Record<string, string[]>;
  /** `project/name` → permissions beyond the project's */
  alone: Record<string, string[]>;
  /** `project` or `project/name` → why it cannot be asked */
  unasked: Record<string, Gap>;
  /** `project/kind` → why it cannot be listed */
  unlisted: Record<string, Gap>;
  members: Record<ListedKind, { name: string; region: string | null }[]>;
  needed: string[];
}

export interface FakeProbe extends PermissionProbe {
  asked: { resource: ProbedResource; permissions: string[] }[];
}

/** Two projects with two resources of a kind each, and a viewer that has what it needs. */
export function world(changes: Partial<World> = {}): World {
  return {
    projects: { 'shop-dev': NEEDED, 'shop-prod': NEEDED },
    alone: {},
    unasked: {},
    unlisted: {},
    members: {
      service: ['api', 'web'].map((name) => ({ name, region: 'us-central1' })),
      job: [{ name: 'nightly', region: 'us-central1' }],
      workerPool: [],
      secret: [
        { name: 'DB_URL', region: null },
        { name: 'PLAID', region: null },
      ],
      serviceAccount: [{ name: 'cr-api@shop.iam.gserviceaccount.com', region: null }],
      apiKey: [{ name: 'key-1', region: null }],
    },
    needed: NEEDED,
    ...changes,
  };
}

export function fakeProbe(about: World, identity: string | null = 'viewer@ops.iam.gserviceaccount.com') {
  const asked: FakeProbe['asked'] = [];
  const ask = async (resource: ProbedResource, permissions: string[]): Promise<ProbeAnswer> => {
    asked.push({ resource, permissions });
    const { project, kind, name } = resource;
    const key = kind === 'project' ? project : `${project}/${name}`;
    const gap = about.unasked[key];
    if (gap !== undefined) return { ok: false, gap };
    const held = new Set([...(about.projects[project] ?? []), ...(about.alone[key] ?? [])]);
    return { ok: true, held: permissions.filter((permission) => held.has(permission)) };
  };
  const list = async (project: string, kind: ListedKind): Promise<MemberList> => {
    const gap = about.unlisted[`${project}/${kind}`];
    return gap === undefined ? { ok: true, members: about.members[kind] } : { ok: false, gap };
  };
  const needed = about.needed.map((permission) => ({ permission, reads: [] }));
  return { identity, needed, ask, list, asked } satisfies FakeProbe;
}

/** Everything but these. */
export function without(...permissions: string[]): string[] {
  return NEEDED.filter((permission) => !permissions.includes(permission));
}
