import type { Contract, RoleIntent } from '../contract/model.ts';
import { isObject } from '../snapshot/json.ts';
import { resourceId } from '../snapshot/model.ts';
import type { ObservedService, PolicyLookup, RolePlace, ServiceLookup } from './lookup.ts';
import type { CheckContext } from './model.ts';
import { isSettling, ReadingIndex } from './reading-index.ts';

/** A snapshot as the checks look at it: every answer is found, absent, settling, or unread with its gap. */
export class EstateView {
  readonly contract: Contract;
  readonly index: ReadingIndex;
  readonly #places = new Map<string, Map<string, RolePlace>>();
  readonly #protected: ReadonlySet<string>;

  constructor(context: CheckContext) {
    this.contract = context.contract;
    this.index = new ReadingIndex(context.snapshot);
    const { environments } = context.contract;
    this.#protected = new Set(environments.filter((known) => known.protected).map(({ name }) => name));
  }

  /** A role in an environment, looked up once for all checks. */
  place(role: string, environment: string): RolePlace {
    const mine = this.#places.get(role) ?? new Map<string, RolePlace>();
    const known = mine.get(environment);
    if (known !== undefined) return known;
    const intent = this.contract.intent(role, environment);
    const found = { intent, lookups: intent.regions.flatMap((region) => this.#lookUp(intent, region)) };
    this.#places.set(role, mine.set(environment, found));
    return found;
  }

  /** A role in every environment, in the contract's order. */
  places(role: string): RolePlace[] {
    return this.contract.environments.map(({ name }) => this.place(role, name));
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

  #lookUp(intent: RoleIntent, region: string): ServiceLookup[] {
    if (intent.service === null) return [];
    const name = intent.service.value;
    const scope = { resource: 'run.services', region } as const;
    const id = resourceId(scope, name);
    const { environment, project } = intent;
    const seen = this.index.document(environment, scope, name);
    if (seen.status === 'absent') return [{ status: 'absent', id, region }];
    if (seen.status === 'unread') return [{ status: 'unread', id, region, gap: seen.gap }];
    const { fields, evidence } = seen.document;
    const service = { environment, project, region, name, id, fields, evidence };
    return [{ status: isSettling(seen.document) ? 'settling' : 'found', id, region, service }];
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
