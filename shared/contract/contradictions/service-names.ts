import { isObject, type Json } from '../../snapshot/json.ts';
import { formatLocation } from '../contract-error.ts';
import type { Path, YamlSource } from '../yaml-source.ts';
import type { Contradiction } from './contradiction.ts';
import { entriesOf, nameIn } from './document.ts';

interface Claim {
  role: string;
  path: Path;
}

/** A name that two roles claim in one project. Reads the document as written, so that other mistakes hide none. */
export function namesUsedTwice(source: YamlSource): Contradiction[] {
  const claims = new Map<string, Claim>();
  const found: Contradiction[] = [];
  for (const [key, claim] of claimsOf(source.value)) {
    const first = claims.get(key);
    if (first === undefined) {
      claims.set(key, claim);
    } else {
      const place = formatLocation(source.locate(first.path));
      const name = key.slice(key.indexOf('\n') + 1);
      const message = `${name} is the service of ${first.role} already (${place})`;
      found.push({ path: claim.path, message });
    }
  }
  return found;
}

function* claimsOf(document: Json): Generator<[string, Claim]> {
  const environments = entriesOf(document, 'environments');
  for (const [role, service] of entriesOf(document, 'services')) {
    const names = isObject(service) ? service.names : undefined;
    for (const [environment, declared] of environments) {
      const name = nameIn(service, environment);
      if (name === null) continue;
      const path = ['services', role, 'names', ...(isObject(names) ? [environment] : [])];
      yield [`${projectOf(environment, declared)}\n${name}`, { role, path }];
    }
  }
}

/** Two environments may share a project; then they share its names. */
function projectOf(environment: string, declared: Json): string {
  const project = isObject(declared) ? declared.project : undefined;
  return typeof project === 'string' ? project : `?${environment}`;
}
