import type { Ingress } from '../../contract/model.ts';
import type { ObservedService } from './lookup.ts';

const WORDS: Record<string, Ingress> = {
  INGRESS_TRAFFIC_ALL: 'all',
  INGRESS_TRAFFIC_INTERNAL_ONLY: 'internal',
  INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER: 'internal-and-cloud-load-balancing',
  INGRESS_TRAFFIC_NONE: 'none',
};

/** Said of an ingress that Cloud Run does not tell: it observes none while no revision is active. */
export const NOT_OBSERVED = 'not observed';

/** A service's ingress in the contract's words, or NOT_OBSERVED; absent is `all`, Cloud Run's default; an unknown value as it is. */
export function observedIngress(service: ObservedService): string {
  const value = service.fields.ingress;
  const { notObserved } = service.evidence;
  if (Array.isArray(notObserved) && notObserved.includes('ingress')) return NOT_OBSERVED;
  if (value === undefined) return 'all';
  return typeof value === 'string' ? (WORDS[value] ?? value) : 'unknown';
}
