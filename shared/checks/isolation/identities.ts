import { environmentIdentifiers } from '../../contract/identifiers.ts';
import { createMentionFinder } from '../../estate/mentions.ts';
import { HOST_MENTION, hostMention, runAppHosts } from '../../estate/run-app-hosts.ts';
import { isObject, type Json } from '../../snapshot/json.ts';
import type { CheckContext } from '../model.ts';
import { projectsOf } from '../view/project-index.ts';
import { viewOf } from '../view/view.ts';

/** What a setting mentions of other environments. */
export interface Foreign {
  /** Environment → what betrays it, as it stands there. */
  mentions: Map<string, string[]>;
  /** A generated host stands there that is of no service that was seen. */
  unplaced: boolean;
}

/** A host name of at least two labels. */
const HOST = /(?<![a-z0-9_.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,10}(?![a-z0-9_-])/gi;

/** What each environment is recognised by: what the contract says, and the hosts of the services that were seen. */
export class Identities {
  readonly #context: CheckContext;
  readonly #owners = new Map<string, Set<string>>();
  readonly #findProjects: (text: string) => string[];
  /** environment → text → what it mentions: accounts, connectors and the like are those of many services. */
  readonly #texts = new Map<string, Map<string, Foreign>>();
  #hosts: SeenHosts | null = null;

  constructor(context: CheckContext) {
    this.#context = context;
    const projects = new Set<string>();
    for (const { name, identifiers } of environmentIdentifiers(context.contract))
      for (const identifier of identifiers) own(this.#owners, identifier.toLowerCase(), name);
    for (const { name, project } of context.contract.environments) {
      const number = projectsOf(viewOf(context)).numberOf(name);
      for (const known of number === null ? [project] : [project, number]) {
        projects.add(known);
        own(this.#owners, known, name);
      }
    }
    this.#findProjects = createMentionFinder([...projects].sort());
  }

  /** What a reduced literal mentions: the exact host, where it was seen, says more than how its name begins. */
  inLiteral(mentions: readonly Json[], environment: string): Foreign {
    const texts = mentions.filter((mention) => typeof mention === 'string');
    const keyed = texts.filter((mention) => mention.startsWith(HOST_MENTION));
    const hosts = keyed.map((mention) => this.#seen().keyed.get(mention) ?? null);
    const unplaced = hosts.includes(null);
    const named = texts.filter((mention) => !mention.startsWith(HOST_MENTION));
    const told = named.filter((mention) => !mention.endsWith('-') || unplaced || keyed.length === 0);
    const found = new Map<string, string[]>();
    for (const host of hosts)
      if (host !== null) note(found, this.#seen().owners.get(host), { environment, what: host });
    for (const mention of told) {
      const what = mention.endsWith('-') ? `${mention}….run.app` : mention;
      note(found, this.#owners.get(mention.toLowerCase()), { environment, what });
    }
    return { mentions: found, unplaced };
  }

  /** What a setting that is no value mentions: projects by id or number, and whole hosts. */
  inText(text: string, environment: string): Foreign {
    const mine = this.#texts.get(environment) ?? new Map<string, Foreign>();
    const known = mine.get(text);
    if (known !== undefined) return known;
    const seen = this.#lookThrough(text, environment);
    this.#texts.set(environment, mine.set(text, seen));
    return seen;
  }

  #lookThrough(text: string, environment: string): Foreign {
    const found = new Map<string, string[]>();
    for (const project of this.#findProjects(text))
      note(found, this.#owners.get(project), { environment, what: project });
    for (const host of text.includes('.') ? hostsIn(text) : [])
      note(found, this.#owners.get(host), { environment, what: host });
    for (const host of runAppHosts(text))
      note(found, this.#seen().owners.get(host), { environment, what: host });
    return found.size === 0 ? NOTHING : { mentions: found, unplaced: false };
  }

  /** Gathered where the first generated host is met: most estates name none. */
  #seen(): SeenHosts {
    this.#hosts ??= seenHosts(this.#context);
    return this.#hosts;
  }
}

const NOTHING: Foreign = { mentions: new Map(), unplaced: false };

/** The generated hosts of the services that were seen. */
interface SeenHosts {
  /** host → environments */
  owners: Map<string, Set<string>>;
  /** As values mention it → host. */
  keyed: Map<string, string>;
}

function seenHosts(context: CheckContext): SeenHosts {
  const seen: SeenHosts = { owners: new Map(), keyed: new Map() };
  const { index } = viewOf(context);
  for (const { name } of context.contract.environments)
    for (const { documents } of index.readings(name, 'run.services'))
      for (const id in documents)
        for (const host of hostsOf(documents[id]?.evidence)) {
          own(seen.owners, host, name);
          seen.keyed.set(hostMention(context.fingerprintOf(host)), host);
        }
  return seen;
}

const KNOWN = new WeakMap<CheckContext, Identities>();

/** What environments are recognised by in a context, gathered once. */
export function identitiesOf(context: CheckContext): Identities {
  const known = KNOWN.get(context) ?? new Identities(context);
  KNOWN.set(context, known);
  return known;
}

/** An identifier the own environment has too betrays nothing. */
function note(
  found: Map<string, string[]>,
  owners: ReadonlySet<string> | undefined,
  { environment, what }: { environment: string; what: string },
): void {
  if (owners === undefined || owners.has(environment)) return;
  for (const owner of owners) {
    const known = found.get(owner) ?? [];
    if (!known.includes(what)) found.set(owner, [...known, what]);
  }
}

function own(owners: Map<string, Set<string>>, identifier: string, environment: string): void {
  const known = owners.get(identifier);
  if (known === undefined) owners.set(identifier, new Set([environment]));
  else known.add(environment);
}

function hostsOf(evidence: Json | undefined): string[] {
  if (!isObject(evidence)) return [];
  const { uri, urls } = evidence;
  const all = [uri, ...(Array.isArray(urls) ? urls : [])].filter((url) => typeof url === 'string');
  return [...new Set(all.flatMap(runAppHosts))];
}

function hostsIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(HOST), ([host]) => host.toLowerCase()))];
}
