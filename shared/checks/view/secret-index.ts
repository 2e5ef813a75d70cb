import { isObject, type JsonObject } from '../../snapshot/json.ts';
import { type Gap, type ResourceDocument, resourceId } from '../../snapshot/model.ts';
import { part } from './containers.ts';
import { type ProjectIndex, projectsOf } from './project-index.ts';
import type { EstateView } from './view.ts';

/** Where a secret lives. */
export interface SecretPlace {
  /** Its name in full, the project by id where it is of the contract: equal for two references to one secret. */
  full: string;
  name: string;
  project: string;
  /** Null for a global secret. */
  region: string | null;
  /** The environment whose project it is of; null where the contract has none. */
  environment: string | null;
  id: string;
}

/** One version; `createTime` is RFC 3339, null where it is not told. */
export interface SecretVersion {
  number: string;
  state: string;
  createTime: string | null;
}

/** What is known of a secret's versions, newest created first. */
export type VersionLookup = { status: 'read'; versions: SecretVersion[] } | { status: 'unread'; gap: Gap };

/** What is known of a secret. `foreign`: of a project that is not of the contract, so nobody looked. */
export type SecretLookup =
  | { status: 'found'; place: SecretPlace; fields: JsonObject; evidence: JsonObject; versions: VersionLookup }
  | { status: 'absent'; place: SecretPlace }
  | { status: 'foreign'; place: SecretPlace }
  | { status: 'unread'; place: SecretPlace; gap: Gap };

export type FoundSecret = Extract<SecretLookup, { status: 'found' }>;

const FULL = /^projects\/([^/]+)\/(?:locations\/([^/]+)\/)?secrets\/([^/]+)$/;

/** The secrets of an estate, each looked up once however many workloads take it. */
export class SecretIndex {
  readonly #view: EstateView;
  readonly #projects: ProjectIndex;
  /** environment → secret as a reference names it */
  readonly #known = new Map<string, Map<string, SecretLookup>>();
  readonly #byFull = new Map<string, SecretLookup>();

  constructor(view: EstateView) {
    this.#view = view;
    this.#projects = projectsOf(view);
  }

  /** What the snapshot knows of the secret a reference made in an environment leads to; one object for one secret. */
  lookUp(environment: string, secret: string): SecretLookup {
    const mine = this.#known.get(environment) ?? new Map<string, SecretLookup>();
    const known = mine.get(secret);
    if (known !== undefined) return known;
    const place = this.#placeOf(environment, secret);
    const key = `${place.environment ?? ''}\n${place.full}`;
    const found = this.#byFull.get(key) ?? this.#find(place);
    this.#byFull.set(key, found);
    this.#known.set(environment, mine.set(secret, found));
    return found;
  }

  #placeOf(environment: string, secret: string): SecretPlace {
    const [, named, region = null, name = secret] = FULL.exec(secret) ?? [];
    const own = this.#view.contract.environments.find((known) => known.name === environment);
    const owner = named === undefined ? (own ?? null) : this.#projects.environmentOf(named, environment);
    const project = owner?.project ?? named ?? '';
    const location = region === null ? '' : `locations/${region}/`;
    return {
      full: `projects/${project}/${location}secrets/${name}`,
      name,
      project,
      region,
      environment: owner?.name ?? null,
      id: resourceId({ resource: 'secretmanager.secrets', region }, name),
    };
  }

  #find(place: SecretPlace): SecretLookup {
    const { environment, region, name } = place;
    if (environment === null) return { status: 'foreign', place };
    const { index } = this.#view;
    const seen = index.document(environment, { resource: 'secretmanager.secrets', region }, name);
    if (seen.status === 'absent') return { status: 'absent', place };
    if (seen.status === 'unread') return { status: 'unread', place, gap: seen.gap };
    const { fields, evidence } = seen.document;
    const versions = index.document(environment, { resource: 'secretmanager.versions', region }, name);
    return { status: 'found', place, fields, evidence, versions: versionsIn(versions) };
  }
}

const KNOWN = new WeakMap<EstateView, SecretIndex>();

/** The secrets of a view. */
export function secretsOf(view: EstateView): SecretIndex {
  const known = KNOWN.get(view) ?? new SecretIndex(view);
  KNOWN.set(view, known);
  return known;
}

function versionsIn(seen: ReturnType<EstateView['index']['document']>): VersionLookup {
  if (seen.status === 'found') return { status: 'read', versions: versionList(seen.document) };
  const gap = seen.status === 'unread' ? seen.gap : undefined;
  const missing: Gap = { status: 'NOT_CAPTURED', detail: 'its versions were not captured' };
  return { status: 'unread', gap: gap ?? missing };
}

/** The evidence has every version, destroyed ones too. */
function versionList({ evidence }: ResourceDocument): SecretVersion[] {
  return Object.entries(part(evidence.versions))
    .map(([number, version]): SecretVersion => {
      const { state, createTime } = isObject(version) ? version : {};
      return {
        number,
        state: typeof state === 'string' ? state : 'STATE_UNSPECIFIED',
        createTime: typeof createTime === 'string' ? createTime : null,
      };
    })
    .sort((a, b) => Number(b.number) - Number(a.number));
}

/** Why a secret, or its versions, are not known; null where they are, and where nobody is to know. */
export function gapOfSecret(seen: SecretLookup): Gap | null {
  if (seen.status === 'unread') return seen.gap;
  return seen.status === 'found' && seen.versions.status === 'unread' ? seen.versions.gap : null;
}

/** The newest version that can be read; null where there is none. */
export function newestEnabled(versions: readonly SecretVersion[]): SecretVersion | null {
  return versions.find(({ state }) => state === 'ENABLED') ?? null;
}

/**
 * The version a reference means: `latest` is the newest created one whatever its state, an alias what the
 * secret says it stands for. Null where there is no such version.
 */
export function resolveVersion(secret: FoundSecret, wanted: string): SecretVersion | null {
  const { versions } = secret;
  if (versions.status === 'unread') return null;
  if (wanted === 'latest') return versions.versions[0] ?? null;
  const alias = part(secret.fields.versionAliases)[wanted];
  const number = /^\d+$/.test(wanted) || alias === undefined ? wanted : String(alias);
  return versions.versions.find((version) => version.number === number) ?? null;
}

/** How gcloud names a secret: `NAME --project=P`, with its region where it has one. */
export function secretFlags({ project, region }: SecretPlace): string {
  return `--project=${project}${region === null ? '' : ` --location=${region}`}`;
}
