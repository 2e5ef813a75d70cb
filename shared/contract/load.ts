import { createHash } from 'node:crypto';
import { formatPath } from '../snapshot/path.ts';
import { ContractError, formatLocation } from './contract-error.ts';
import { contradictions } from './contradictions/find.ts';
import { environmentsOf, intentReader } from './intents.ts';
import { type SchemaProblem, schemaProblems } from './issues.ts';
import { type ContractDocument, contractSchema } from './language/contract.ts';
import { namesOf } from './language/names.ts';
import type { AlertRoute, Contract, ContractIssue, Environment, Waiver } from './model.ts';
import { undecidedOf } from './undecided.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

/**
 * The contract of a text, valid as a whole. Throws a ContractError that names every problem at once,
 * each with line and column; throws nothing else.
 */
export function loadContract(text: string, file: string): Contract {
  const source = readYaml(text, file);
  if (source.broken) throw new ContractError(source.issues);
  const parsed = contractSchema(namesOf(source.value)).safeParse(source.value);
  const problems = parsed.success ? [] : schemaProblems(parsed.error.issues, source.value);
  const issues = [
    ...source.issues,
    ...problems.map((problem) => located(problem, source)),
    ...contradictions(source, problems),
  ];
  if (!parsed.success || issues.length > 0) throw new ContractError(issues);
  return build(parsed.data, source, { file, sha256: createHash('sha256').update(text).digest('hex') });
}

function located({ path, keyed, message, other }: SchemaProblem, source: YamlSource): ContractIssue {
  const also = other === undefined ? '' : ` (${formatLocation(source.locateIssue(other, false))})`;
  const told = `${message}${also}`;
  return { ...source.locateIssue(path, keyed), path: formatPath(path.map(String)), message: told };
}

function build(
  document: ContractDocument,
  source: YamlSource,
  identity: Pick<Contract, 'file' | 'sha256'>,
): Contract {
  const environments = environmentsOf(document, source);
  return {
    ...identity,
    estate: document.estate,
    owner: document.owner ?? null,
    target: document.target ?? 95,
    environments,
    compare: document.compare ?? usualPairs(environments),
    roles: Object.keys(document.services),
    ignoreServices: document.ignoreServices ?? [],
    waivers: waiversOf(document, source),
    undecided: undecidedOf(document, source),
    drift: { ignore: document.drift?.ignore ?? [], release: document.drift?.release ?? [] },
    alerts: { routes: routesOf(document), remindAfterMs: document.alerts?.remindAfter ?? null },
    intent: intentReader(document, source),
    locate: (path) => source.locate(path),
    document: source.value,
  };
}

/** Where nothing is said: every environment against the one protected one, or else the last. */
function usualPairs(environments: readonly Environment[]): [string, string][] {
  const guarded = environments.filter((environment) => environment.protected);
  const reference = guarded.length === 1 ? guarded[0] : environments.at(-1);
  if (reference === undefined) return [];
  return environments.filter(({ name }) => name !== reference.name).map(({ name }) => [name, reference.name]);
}

function waiversOf(document: ContractDocument, source: YamlSource): Waiver[] {
  return (document.waivers ?? []).map((waiver, index) => ({
    check: waiver.check,
    roles: waiver.roles ?? null,
    environments: waiver.environments ?? null,
    path: waiver.path ?? null,
    reason: waiver.reason,
    owner: waiver.owner,
    expires: waiver.expires,
    location: source.locate(['waivers', index]),
  }));
}

function routesOf(document: ContractDocument): AlertRoute[] {
  return (document.alerts?.routes ?? []).map(({ match = {}, channel }) => ({
    match: Object.fromEntries(Object.entries(match).filter(([, value]) => value !== undefined)),
    channel,
  }));
}
