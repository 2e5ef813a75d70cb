import type { Contract, RoleIntent } from '../../contract/model.ts';
import { isObject } from '../../snapshot/json.ts';
import { resourceId } from '../../snapshot/model.ts';
import type { CheckContext } from '../model.ts';
import { comparedServices } from '../results/pairs.ts';
import type { ObservedService, PolicyLookup, RolePlace, RoleView, ServiceLookup } from './lookup.ts';
import { isSettling, ReadingIndex, type RegionalClass } from './reading-index.ts';

/** A snapshot as the checks look at it: every answer is found, absent, settling, or unread with its gap. */
export class EstateView {
  readonly contract: Contract;
  readonly index: ReadingIndex;
  #last: RoleView | null = null;
  #named: Map<string, string[]> | null = null;
  /** Each environment alone, as its results name it. */
  readonly #alone: string[][];
  readonly #projectPolicies = new Map<string, PolicyLookup>();
  readonly #protected: ReadonlySet<string>;
  /** Environments of several regions. */
  readonly #spread: ReadonlySet<string>;

  constructor(context: Pick<CheckContext, 'contract' | 'snapshot'>) {
    this.contract = context.contract;
    this.index = new ReadingIndex(context.snapshot);
    const { environments } = context.contract;
    this.#alone = environments.map(({ name }) => [name]);
    this.#protected = new Set(environments.filter((known) => known.protected).map(({ name }) => name));
    this.#spread = new Set(environments.filter(({ regions }) => regions.length > 1).map(({ name }) => name));
  }

  /** A role, looked up once for all checks that judge it, and let go when the next one is asked for. */
  role(role: string): RoleView {
    if (this.#last?.role === role) return this.#last;
    const places = this.contract.environments.map(({ name }, index) =>
      this.#place(this.contract.intent(role, name), this.#alone[index] ?? [name]),
    );
    this.#last = { role, places, pairs: comparedServices(places, this.contract.compare) };
    return this.#last;
  }

  /** The roles whose service has a name, in whichever environment. */
  rolesNamed(name: string): readonly string[] {
    this.#named ??= this.#nameRoles();
    return this.#named.get(name) ?? [];
  }

  /** Whether findings of an environment weigh more. */
  isProtected(environment: string): boolean {
    return this.#protected.has(environment);
  }

  /** What sentences call a resource of an environment; with its region where the contract has several there. */
  label(environment: string, name: string, region: string | null): string {
    const isOneOfSeveral = region !== null && this.#spread.has(environment);
    return `${environment} ${name}${isOneOfSeveral ? ` (${region})` : ''}`;
  }

  /** A service's own policy; policies it inherits stand in the project's. */
  servicePolicy(service: ObservedService): PolicyLookup {
    const scope = { resource: 'run.services.iamPolicy', region: service.region } as const;
    return this.#policy(service.environment, scope, service.id);
  }

  /** The policy of an environment's project, looked up once. */
  projectPolicy(environment: string, project: string): PolicyLookup {
    const known = this.#projectPolicies.get(environment);
    if (known !== undefined) return known;
    const scope = { resource: 'resourcemanager.projects.iamPolicy', region: null } as const;
    const policy = this.#policy(environment, scope, resourceId(scope, project));
    this.#projectPolicies.set(environment, policy);
    return policy;
  }

  #nameRoles(): Map<string, string[]> {
    const { environments, roles } = this.contract;
    const named = new Map<string, string[]>();
    for (const role of roles) {
      for (const name of new Set(
        environments.map((one) => this.contract.intent(role, one.name).service?.value),
      )) {
        if (name !== undefined) named.set(name, [...(named.get(name) ?? []), role]);
      }
    }
    return named;
  }

  #place(intent: RoleIntent, environments: string[]): RolePlace {
    const lookups: ServiceLookup[] = [];
    const settled: ObservedService[] = [];
    if (intent.service !== null)
      for (const region of intent.regions) {
        const lookup = this.#lookUp(intent, { name: intent.service.value, region, environments });
        lookups.push(lookup);
        if (lookup.status === 'found') settled.push(lookup.service);
      }
    return { intent, lookups, settled, environments };
  }

  #lookUp({ environment, project }: RoleIntent, at: ServicePlace): ServiceLookup {
    const { name, region, environments } = at;
    const scope = { resource: 'run.services', region } as const;
    const id = resourceId(scope, name);
    const seen = this.index.byId(environment, scope, id);
    if (seen.status === 'absent') return { status: 'absent', id, region };
    if (seen.status === 'unread') return { status: 'unread', id, region, gap: seen.gap };
    const { fields, evidence } = seen.document;
    const label = this.label(environment, name, region);
    const service = {
      environment,
      environments,
      project,
      region,
      name,
      label,
      id,
      fields,
      evidence,
      containers: null,
      workload: null,
    };
    return { status: isSettling(evidence) ? 'settling' : 'found', id, region, service };
  }

  #policy(environment: string, scope: RegionalClass, id: string): PolicyLookup {
    const seen = this.index.byId(environment, scope, id);
    if (seen.status === 'unread') return { status: 'unread', id, gap: seen.gap };
    if (seen.status === 'absent')
      return { status: 'unread', id, gap: { status: 'NOT_CAPTURED', detail: 'its policy was not captured' } };
    const policy = seen.document.fields.iamPolicy;
    const bindings = isObject(policy) && isObject(policy.bindings) ? policy.bindings : {};
    return { status: 'read', id, bindings };
  }
}

/** Where a service is looked for, and its environment as results name it. */
interface ServicePlace {
  name: string;
  region: string;
  environments: string[];
}

const VIEWS = new WeakMap<CheckContext, EstateView>();

/** The view of a context, built once however many checks ask. */
export function viewOf(context: CheckContext): EstateView {
  const known = VIEWS.get(context);
  if (known !== undefined) return known;
  const view = new EstateView(context);
  VIEWS.set(context, view);
  return view;
}
