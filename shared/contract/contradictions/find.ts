import { isObject, type JsonObject } from '../../snapshot/json.ts';
import { formatPath } from '../../snapshot/path.ts';
import { environmentsOf, type IntentReader, intentReader } from '../intents.ts';
import type { SchemaProblem } from '../issues.ts';
import { API_VERSION, type ContractDocument, contractSchema } from '../language/contract.ts';
import { ANY_NAMES } from '../language/names.ts';
import type { ContractIssue } from '../model.ts';
import { iamReader } from '../sections/iam.ts';
import type { YamlSource } from '../yaml-source.ts';
import { forbiddenRoles } from './forbidden-roles.ts';
import { intentContradictions } from './intents.ts';
import { namesUsedTwice } from './service-names.ts';
import { waiversOfAbsentRoles } from './waivers.ts';

/** A document whose schema holds, and its intents. */
export interface Readable {
  document: ContractDocument;
  intent: IntentReader;
}

/**
 * Statements that cannot hold together; told although other parts of the contract are wrong too. `valid`
 * where the schema found nothing wrong: then nothing is read a second time.
 */
export function contradictions(
  source: YamlSource,
  problems: readonly SchemaProblem[],
  valid: Readable | null,
): ContractIssue[] {
  const written = [...namesUsedTwice(source), ...waiversOfAbsentRoles(source)].map(({ path, message }) => ({
    ...source.locateIssue(path, false),
    path: formatPath(path.map(String)),
    message,
  }));
  const sound = valid ?? soundParts(source, problems);
  return sound === null ? written : [...written, ...ofIntents(sound, source)];
}

function ofIntents({ document, intent }: Readable, source: YamlSource): ContractIssue[] {
  const iam = iamReader(document, { environments: environmentsOf(document, source), places: source });
  return Object.keys(document.services).flatMap((role) =>
    Object.keys(document.environments)
      .flatMap((environment) => {
        const meant = intent(role, environment);
        return [...intentContradictions(meant), ...forbiddenRoles(meant, iam(environment))];
      })
      .map(({ location, path, message }) => ({ ...location, path, message })),
  );
}

/** The environments, profiles, services and rules of iam nothing is wrong with; null where that is nothing at all. */
function soundParts(source: YamlSource, problems: readonly SchemaProblem[]): Readable | null {
  const document = source.value;
  if (!isObject(document)) return null;
  const bad = new Set(problems.map(({ path }) => path.slice(0, 2).join('\n')));
  const keep = (section: string): JsonObject => {
    const part = document[section];
    if (bad.has(section) || !isObject(part)) return {};
    return Object.fromEntries(Object.entries(part).filter(([name]) => !bad.has(`${section}\n${name}`)));
  };
  const parsed = contractSchema(ANY_NAMES).safeParse({
    apiVersion: API_VERSION,
    estate: 'estate',
    environments: keep('environments'),
    profiles: keep('profiles'),
    services: keep('services'),
    iam: keep('iam'),
  });
  return parsed.success ? { document: parsed.data, intent: intentReader(parsed.data, source) } : null;
}
