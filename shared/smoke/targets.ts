import { observedIngress } from '../checks/view/ingress-words.ts';
import type { ObservedService, RolePlace } from '../checks/view/lookup.ts';
import type { EstateView } from '../checks/view/view.ts';
import type { Contract, SmokeIntent } from '../contract/model.ts';

/** One declared request, with the URL it is made to, or why there is none that can be asked from here. */
export interface SmokeTarget {
  at: RolePlace;
  request: SmokeIntent;
  /** The service behind a generated URL; null for a custom domain. */
  service: ObservedService | null;
  url: string | null;
  /** Ends a sentence; null where there is a URL. */
  why: string | null;
}

/** Whether any role is to answer anything. */
export function declaresSmoke(contract: Contract): boolean {
  return contract.roles.some((role) =>
    contract.environments.some(({ name }) => contract.intent(role, name).smoke.length > 0),
  );
}

/** The declared requests of every role, at its custom domains or else at the URL Cloud Run generated. */
export function smokeTargets(view: EstateView): SmokeTarget[] {
  return view.contract.roles.flatMap((role) =>
    view.role(role).places.flatMap((at) => at.intent.smoke.flatMap((request) => targetsOf(at, request))),
  );
}

function targetsOf(at: RolePlace, request: SmokeIntent): SmokeTarget[] {
  const domain = at.intent.domain?.value;
  if (Array.isArray(domain))
    return domain.map((host) => ({
      at,
      request,
      service: null,
      url: `https://${host}${request.path}`,
      why: null,
    }));
  return at.settled.map((service) => {
    const why = whyUnseen(service);
    const url = why === null ? `${String(service.evidence.uri).replace(/\/+$/, '')}${request.path}` : null;
    return { at, request, service, url, why };
  });
}

/** The generated URL is for the public only where the public may come in by it. */
function whyUnseen(service: ObservedService): string | null {
  const ingress = observedIngress(service);
  if (ingress !== 'all') return `its ingress is ${ingress}, so its generated URL cannot be asked from here`;
  if (service.fields.defaultUriDisabled === true)
    return 'its generated URL is disabled, and no custom domain is named';
  return typeof service.evidence.uri === 'string' ? null : 'its URL was not captured';
}
