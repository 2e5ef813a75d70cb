import { IdSource, steppingClock } from './ids.ts';
import {
  LOCATIONS,
  type PolicyInput,
  type ProjectOptions,
  type SimulatedBinding,
  type SimulatedPolicy,
  type SimulatedProject,
  VIEWER_PERMISSIONS,
} from './model.ts';
import { createPolicy, EMPTY_POLICY, withMember, withoutMember } from './policies.ts';
import { deepFreeze } from './proto-defaults.ts';

export interface EstateOptions {
  /** Where times come from; a fixed start that moves one second with each edit unless given. */
  now?: () => Date;
  seed?: string;
}

/** Projects, what the caller may do in them, and who may do what by policy. */
export class EstateProjects {
  readonly projects = new Map<string, SimulatedProject>();
  readonly ids: IdSource;
  readonly #now: () => Date;

  constructor(options: EstateOptions = {}) {
    this.ids = new IdSource(options.seed);
    this.#now = options.now ?? steppingClock();
  }

  /** Adds a project whose caller is a read-only monitor; answers the stored project. */
  addProject(id: string, options: ProjectOptions = {}): SimulatedProject {
    const project: SimulatedProject = {
      id,
      number: options.number ?? this.ids.digits(12),
      urlHash: options.urlHash ?? this.ids.letters(10),
      createTime: this.timestamp(),
      policy: EMPTY_POLICY,
      permissions: new Set(options.permissions ?? VIEWER_PERMISSIONS),
      resourcePermissions: new Map(),
      disabledApis: new Set(),
      locations: [...(options.locations ?? LOCATIONS)],
      services: new Map(),
      servicePolicies: new Map(),
      revisions: new Map(),
      jobs: new Map(),
      workerPools: new Map(),
      documentPolicies: new Map(),
      domainMappings: [],
      serviceAccounts: new Map(),
      serviceAccountPolicies: new Map(),
      keys: new Map(),
      secrets: new Map(),
      apiKeys: new Map(),
      logEntries: [],
    };
    this.projects.set(id, project);
    return project;
  }

  /** The stored project by id or number; throws where there is none. */
  project(id: string): SimulatedProject {
    const project = this.findProject(id);
    if (project === undefined) throw new Error(`No project ${id} in the simulated estate.`);
    return project;
  }

  findProject(id: string): SimulatedProject | undefined {
    return this.projects.get(id) ?? [...this.projects.values()].find((project) => project.number === id);
  }

  setProjectPolicy(project: string, policy: PolicyInput): void {
    this.project(project).policy = deepFreeze(createPolicy(policy, this.ids));
  }

  /** Grants one role in the project policy; what is there already stays. */
  grantProjectRole(
    project: string,
    role: string,
    member: string,
    condition?: SimulatedBinding['condition'],
  ): void {
    this.#changePolicy(project, (policy) => withMember(policy, binding(role, member, condition)));
  }

  revokeProjectRole(
    project: string,
    role: string,
    member: string,
    condition?: SimulatedBinding['condition'],
  ): void {
    this.#changePolicy(project, (policy) => withoutMember(policy, binding(role, member, condition)));
  }

  setServicePolicy(project: string, region: string, name: string, policy: PolicyInput): void {
    this.project(project).servicePolicies.set(
      `${region}/${name}`,
      deepFreeze(createPolicy(policy, this.ids)),
    );
  }

  /** Sets the policy of a job or worker pool, by `region/jobs/name` or `region/workerPools/name`. */
  setDocumentPolicy(project: string, place: string, policy: PolicyInput): void {
    this.project(project).documentPolicies.set(place, deepFreeze(createPolicy(policy, this.ids)));
  }

  /** Lets the caller do more on one resource alone, by its full name (`projects/P/secrets/S`). */
  grantOnResource(project: string, resource: string, ...permissions: string[]): void {
    const held = this.project(project).resourcePermissions;
    held.set(resource, new Set([...(held.get(resource) ?? []), ...permissions]));
  }

  /** The instant of an edit, as Google prints it: microseconds. */
  timestamp(): string {
    return this.#now().toISOString().replace('Z', '000Z');
  }

  #changePolicy(project: string, change: (policy: SimulatedPolicy) => SimulatedBinding[]): void {
    const { policy } = this.project(project);
    const audit = policy.auditConfigs === undefined ? {} : { auditConfigs: policy.auditConfigs };
    this.setProjectPolicy(project, { bindings: change(policy), ...audit });
  }
}

function binding(role: string, member: string, condition: SimulatedBinding['condition']): SimulatedBinding {
  return condition === undefined ? { role, members: [member] } : { role, members: [member], condition };
}
