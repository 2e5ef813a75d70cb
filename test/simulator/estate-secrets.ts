import type { JsonObject } from '../../shared/snapshot/json.ts';
import { EstateProjects } from './estate-projects.ts';
import type { PolicyInput, SimulatedSecret } from './model.ts';
import { createPolicy, EMPTY_POLICY } from './policies.ts';
import { deepFreeze } from './proto-defaults.ts';

/** Secret fields beyond the name; `versions` (default 1) are added enabled; `location` makes it a regional secret. */
export interface SecretInput {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  replication?: JsonObject;
  versions?: number;
  location?: string;
  fields?: JsonObject;
}

/** Secrets, their versions and policies. A payload exists for nobody but `:access`. */
export class EstateSecrets extends EstateProjects {
  addSecret(project: string, name: string, input: SecretInput = {}): void {
    const held = this.project(project);
    const { location, versions = 1, fields, ...own } = input;
    const place = location === undefined ? '' : `/locations/${location}`;
    const document = {
      name: `projects/${held.number}${place}/secrets/${name}`,
      ...(location === undefined ? { replication: { automatic: {} } } : {}),
      createTime: this.timestamp(),
      etag: `"${this.ids.hex(14)}"`,
      ...structuredClone(own),
      ...structuredClone(fields ?? {}),
    };
    const key = location === undefined ? name : `${location}/${name}`;
    held.secrets.set(key, {
      document: deepFreeze(document as JsonObject),
      versions: [],
      policy: EMPTY_POLICY,
    });
    for (let count = 0; count < versions; count += 1) this.addSecretVersion(project, key);
  }

  /** Changes labels, annotations or settings of a secret. */
  updateSecret(project: string, name: string, fields: JsonObject): void {
    const secret = this.secret(project, name);
    secret.document = deepFreeze({
      ...secret.document,
      ...structuredClone(fields),
      etag: `"${this.ids.hex(14)}"`,
    });
  }

  removeSecret(project: string, name: string): void {
    this.project(project).secrets.delete(name);
  }

  /** Adds an enabled version; answers its number. */
  addSecretVersion(project: string, name: string): string {
    const secret = this.secret(project, name);
    const newest = secret.versions[0]?.name;
    const number = newest === undefined ? 1 : Number(String(newest).split('/').at(-1)) + 1;
    secret.versions = [
      deepFreeze({
        name: `${secret.document.name}/versions/${number}`,
        createTime: this.timestamp(),
        state: 'ENABLED',
        replicationStatus: { automatic: {} },
        etag: `"${this.ids.hex(14)}"`,
        clientSpecifiedPayloadChecksum: true,
      }),
      ...secret.versions,
    ];
    return String(number);
  }

  disableSecretVersion(project: string, name: string, version: string): void {
    this.#setVersion(project, name, { version, fields: { state: 'DISABLED' } });
  }

  enableSecretVersion(project: string, name: string, version: string): void {
    this.#setVersion(project, name, { version, fields: { state: 'ENABLED' } });
  }

  destroySecretVersion(project: string, name: string, version: string): void {
    this.#setVersion(project, name, {
      version,
      fields: { state: 'DESTROYED', destroyTime: this.timestamp() },
    });
  }

  /** Takes a version away as if it had never been added; Secret Manager itself can only destroy one. */
  removeSecretVersion(project: string, name: string, version: string): void {
    const secret = this.secret(project, name);
    secret.versions = secret.versions.filter((entry) => !String(entry.name).endsWith(`/versions/${version}`));
  }

  setSecretPolicy(project: string, name: string, policy: PolicyInput): void {
    this.secret(project, name).policy = deepFreeze(createPolicy(policy, this.ids));
  }

  /** The stored secret, by name or `location/name`; throws where there is none. */
  secret(project: string, name: string): SimulatedSecret {
    const secret = this.project(project).secrets.get(name);
    if (secret === undefined) throw new Error(`No secret ${name} in ${project}.`);
    return secret;
  }

  #setVersion(project: string, name: string, change: { version: string; fields: JsonObject }): void {
    const secret = this.secret(project, name);
    const etag = `"${this.ids.hex(14)}"`;
    secret.versions = secret.versions.map((entry) =>
      String(entry.name).endsWith(`/versions/${change.version}`)
        ? deepFreeze({ ...entry, ...change.fields, etag })
        : entry,
    );
  }
}
