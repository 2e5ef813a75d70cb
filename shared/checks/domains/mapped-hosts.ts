import { compareText } from '../../snapshot/model.ts';
import type { ObservedService } from '../view/lookup.ts';
import type { EstateView } from '../view/view.ts';

/** A custom domain that Cloud Run itself leads to a service. */
export interface MappedHost {
  /** The mapping's resource id. */
  id: string;
  host: string;
  service: string;
}

/**
 * The domain mappings of a service's region, as far as they were read, by host. A host that is not among
 * them may still lead to the service through a load balancer.
 */
export function mappedHosts(service: ObservedService, view: EstateView): MappedHost[] {
  return view.index
    .readings(service.environment, 'run.domainMappings')
    .filter(({ region }) => region === null || region === service.region)
    .flatMap(({ documents }) => Object.entries(documents))
    .flatMap(([id, { name, fields }]) =>
      typeof fields.routeName === 'string' ? [{ id, host: name, service: fields.routeName }] : [],
    )
    .sort((a, b) => compareText(a.host, b.host));
}
