import { createHash } from 'node:crypto';
import type { Json } from '../snapshot/json.ts';
import { formatPath } from '../snapshot/path.ts';
import { ContractError, formatLocation } from './contract-error.ts';
import { contradictions } from './contradictions/find.ts';
import { environmentsOf, intentReader } from './intents.ts';
import { type SchemaProblem, schemaProblems } from './issues.ts';
import { type ContractDocument, contractSchema } from './language/contract.ts';
import { namesOf } from './language/names.ts';
import type { AlertRoute, Contract, ContractIssue, Environment, Waiver } from './model.ts';
import { keepPlaces, type Places } from './places.ts';
import { apiKeyReader } from './sections/api-keys.ts';
import { iamReader } from './sections/iam.ts';
import { resolveSecrets } from './sections/secrets.ts';
import { undecidedOf } from './undecided.ts';
import { workflowIntent } from './workflow-intent.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

/**
 * The contract of a text, valid as a whole. Throws a ContractError that names every problem at once,
 * each with line and column; throws nothing else.
 */
export function loadContract(text: string, file: string): Contract {
  const source = readYaml(text, file);
  if (source.broken) throw new ContractError(source.issues);
  const parsed = contractSchema(namesOf(source.value)).safeParse(source.value);
  const problems = parsed.success
    ? []
    : besideNotes(schemaProblems(parsed.error.issues, source.value), source);
  const places = keepPlaces(source);
  const valid = parsed.success ? { document: parsed.data, intent: intentReader(parsed.data, places) } : null;
  const issues = [
    ...source.issues,
    ...problems.map((problem) => located(problem, source)),
    ...contradictions(source, problems, valid),
  ];
  if (valid === null || issues.length > 0) throw new ContractError(issues);
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { file, sha256, ...build(valid.document, source.value, places), intent: valid.intent };
}

/** What could not be read of the YAML stands as nothing; that this is no value goes without saying. */
function besideNotes(problems: SchemaProblem[], { issues }: YamlSource): SchemaProblem[] {
  const noted = new Set(issues.map(({ path }) => path));
  return problems.filter(({ path }) => !noted.has(formatPath(path.map(String))));
}

function located({ path, keyed, message, other }: SchemaProblem, source: YamlSource): ContractIssue {
  const also = other === undefined ? '' : ` (${formatLocation(source.locateIssue(other, false))})`;
  const words = other === undefined && !keyed ? source.unquoted(path) : null;
  const meant =
    words === null ? '' : `; ${words} is a comment here: put it in quotes ("${words}") if it is meant`;
  const told = `${message}${also}${meant}`;
  return { ...source.locateIssue(path, keyed), path: formatPath(path.map(String)), message: told };
}

function build(
  document: ContractDocument,
  written: Json,
  places: Places,
): Omit<Contract, 'file' | 'sha256' | 'intent'> {
  const environments = environmentsOf(document, places);
  return {
    estate: document.estate,
    owner: document.owner ?? null,
    target: document.target ?? 95,
    environments,
    compare: document.compare ?? usualPairs(environments),
    roles: Object.keys(document.services),
    ignoreServices: document.ignoreServices ?? [],
    waivers: waiversOf(document, places),
    undecided: undecidedOf(document, places),
    drift: { ignore: document.drift?.ignore ?? [], release: document.drift?.release ?? [] },
    alerts: { routes: routesOf(document), remindAfterMs: document.alerts?.remindAfter ?? null },
    secrets: resolveSecrets(document, places),
    workflows: workflowIntent(document, places),
    iam: iamReader(document, { environments, places }),
    apiKeys: apiKeyReader(document, { environments, places }),
    locate: (path) => places.locate(path),
    document: written,
  };
}

/** Where nothing is said: every environment against the one protected one, or else the last. */
function usualPairs(environments: readonly Environment[]): [string, string][] {
  const guarded = environments.filter((environment) => environment.protected);
  const reference = guarded.length === 1 ? guarded[0] : environments.at(-1);
  if (reference === undefined) return [];
  return environments.filter(({ name }) => name !== reference.name).map(({ name }) => [name, reference.name]);
}

function waiversOf(document: ContractDocument, places: Places): Waiver[] {
  return (document.waivers ?? []).map((waiver, index) => ({
    check: waiver.check,
    roles: waiver.roles ?? null,
    environments: waiver.environments ?? null,
    path: waiver.path ?? null,
    reason: waiver.reason,
    owner: waiver.owner,
    expires: waiver.expires,
    location: places.locate(['waivers', index]),
  }));
}

function routesOf(document: ContractDocument): AlertRoute[] {
  return (document.alerts?.routes ?? []).map(({ match = {}, channel }) => ({
    match: Object.fromEntries(Object.entries(match).filter(([, value]) => value !== undefined)),
    channel,
  }));
}
