import type { Contract, RoleIntent } from '../contract/model.ts';
import { isObject } from '../snapshot/json.ts';
import { resourceId } from '../snapshot/model.ts';
import type { ObservedService, PolicyLookup, RolePlace, RoleView, ServiceLookup } from './lookup.ts';
import type { CheckContext } from './model.ts';
import { comparedServices } from './pairs.ts';
import { isSettling, ReadingIndex } from './reading-index.ts';

/** A snapshot as the checks look at it: every answer is found, absent, settling, or unread with its gap. */
export class EstateView {
  readonly contract: Contract;
  readonly index: ReadingIndex;
  #last: RoleView | null = null;
  #named: Map<string, string[]> | null = null;
  readonly #protected: ReadonlySet<string>;

  constructor(context: Pick<CheckContext, 'contract' | 'snapshot'>) {
    this.contract = context.contract;
    this.index = new ReadingIndex(context.snapshot);
    const { environments } = context.contract;
    this.#protected = new Set(environments.filter((known) => known.protected).map(({ name }) => name));
  }

  /** A role, looked up once for all checks that judge it, and let go when the next one is asked for. */
  role(role: string): RoleView {
    if (this.#last?.role === role) return this.#last;
    const places = this.contract.environments.map(({ name }) => this.#place(role, name));
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

  /** A service's own policy; policies it inherits stand in the project's. */
  servicePolicy(service: ObservedService): PolicyLookup {
    return this.#policy(service.environment, {
      scope: { resource: 'run.services.iamPolicy', region: service.region },
      name: service.name,
    });
  }

  /** The policy of an environment's project. */
  projectPolicy(environment: string, project: string): PolicyLookup {
    return this.#policy(environment, {
      scope: { resource: 'resourcemanager.projects.iamPolicy', region: null },
      name: project,
    });
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

  #place(role: string, environment: string): RolePlace {
    const intent = this.contract.intent(role, environment);
    const name = intent.service?.value;
    const lookups =
      name === undefined ? [] : intent.regions.map((region) => this.#lookUp(intent, name, region));
    const settled = lookups.flatMap((lookup) => (lookup.status === 'found' ? [lookup.service] : []));
    return { intent, lookups, settled, environments: [environment] };
  }

  #lookUp(intent: RoleIntent, name: string, region: string): ServiceLookup {
    const scope = { resource: 'run.services', region } as const;
    const id = resourceId(scope, name);
    const { environment, project } = intent;
    const seen = this.index.document(environment, scope, name);
    if (seen.status === 'absent') return { status: 'absent', id, region };
    if (seen.status === 'unread') return { status: 'unread', id, region, gap: seen.gap };
    const { fields, evidence } = seen.document;
    const label = `${environment} ${name}`;
    const found = { containers: null, workload: null };
    const service = { environment, project, region, name, label, id, fields, evidence, ...found };
    return { status: isSettling(seen.document) ? 'settling' : 'found', id, region, service };
  }

  #policy(environment: string, at: { scope: Parameters<typeof resourceId>[0]; name: string }): PolicyLookup {
    const id = resourceId(at.scope, at.name);
    const seen = this.index.document(environment, at.scope, at.name);
    if (seen.status === 'unread') return { status: 'unread', id, gap: seen.gap };
    if (seen.status === 'absent')
      return { status: 'unread', id, gap: { status: 'NOT_CAPTURED', detail: 'its policy was not captured' } };
    const policy = seen.document.fields.iamPolicy;
    const bindings = isObject(policy) && isObject(policy.bindings) ? policy.bindings : {};
    return { status: 'read', id, bindings };
  }
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
