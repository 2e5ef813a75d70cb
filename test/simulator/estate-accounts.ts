import type { JsonObject } from '../../shared/snapshot/json.ts';
import { EstateSecrets } from './estate-secrets.ts';
import type { PolicyInput } from './model.ts';
import { createPolicy } from './policies.ts';
import { deepFreeze } from './proto-defaults.ts';

export interface KeyOptions {
  type?: 'USER_MANAGED' | 'SYSTEM_MANAGED';
  validAfterTime?: string;
  validBeforeTime?: string;
  disabled?: boolean;
  disableReason?:
    | 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_USER_INITIATED'
    | 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_EXPOSED'
    | 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_COMPROMISE_DETECTED';
  origin?: 'GOOGLE_PROVIDED' | 'USER_PROVIDED';
}

export interface ApiKeyInput {
  displayName: string;
  targets?: string[];
  referrers?: string[];
  restrictions?: JsonObject;
}

/** Service accounts, their keys, and API keys. */
export class EstateAccounts extends EstateSecrets {
  /** Adds an account by its short id (or a whole address) with the system key every account has; answers the address. */
  addServiceAccount(project: string, id: string, fields: JsonObject = {}): string {
    const held = this.project(project);
    const email = id.includes('@') ? id : `${id}@${held.id}.iam.gserviceaccount.com`;
    const uniqueId = this.ids.digits(21);
    const document = {
      name: `projects/${held.id}/serviceAccounts/${email}`,
      projectId: held.id,
      uniqueId,
      email,
      etag: this.ids.etag(),
      oauth2ClientId: uniqueId,
      ...fields,
    };
    held.serviceAccounts.set(email, deepFreeze(document));
    held.keys.set(email, []);
    this.addKey(project, email, { type: 'SYSTEM_MANAGED', validBeforeTime: '2028-03-01T00:00:00Z' });
    return email;
  }

  updateServiceAccount(project: string, email: string, fields: JsonObject): void {
    const held = this.project(project);
    const current = held.serviceAccounts.get(email);
    if (current === undefined) throw new Error(`No service account ${email} in ${project}.`);
    held.serviceAccounts.set(email, deepFreeze({ ...current, ...fields, etag: this.ids.etag() }));
  }

  removeServiceAccount(project: string, email: string): void {
    const held = this.project(project);
    held.serviceAccounts.delete(email);
    held.serviceAccountPolicies.delete(email);
    held.keys.delete(email);
  }

  setServiceAccountPolicy(project: string, email: string, policy: PolicyInput): void {
    this.project(project).serviceAccountPolicies.set(email, deepFreeze(createPolicy(policy, this.ids)));
  }

  /** Adds a key (user-managed unless said otherwise) and answers its id. */
  addKey(project: string, email: string, options: KeyOptions = {}): string {
    const held = this.project(project);
    const id = this.ids.hex(40);
    const document = {
      name: `projects/${held.id}/serviceAccounts/${email}/keys/${id}`,
      validAfterTime: options.validAfterTime ?? this.timestamp().replace(/\.\d+Z$/, 'Z'),
      validBeforeTime: options.validBeforeTime ?? '9999-12-31T23:59:59Z',
      keyAlgorithm: 'KEY_ALG_RSA_2048',
      keyOrigin: options.origin ?? 'GOOGLE_PROVIDED',
      keyType: options.type ?? 'USER_MANAGED',
      ...(options.disabled ? { disabled: true } : {}),
      ...(options.disableReason === undefined ? {} : { disableReason: options.disableReason }),
    };
    held.keys.set(email, [...(held.keys.get(email) ?? []), deepFreeze(document)]);
    return id;
  }

  /** Changes a key as Google would: disables it, or says why. */
  updateKey(project: string, email: string, id: string, fields: JsonObject): void {
    const { keys } = this.project(project);
    const changed = keys
      .get(email)
      ?.map((key) => (String(key.name).endsWith(`/${id}`) ? deepFreeze({ ...key, ...fields }) : key));
    if (changed !== undefined) keys.set(email, changed);
  }

  removeKey(project: string, email: string, id: string): void {
    const { keys } = this.project(project);
    const kept = keys.get(email)?.filter((key) => !String(key.name).endsWith(`/${id}`));
    if (kept !== undefined) keys.set(email, kept);
  }

  /** Adds an API key with a key string of its own, and answers its uid. */
  addApiKey(project: string, input: ApiKeyInput): string {
    const held = this.project(project);
    const uid = this.ids.uuid();
    const at = this.timestamp();
    const document = {
      name: `projects/${held.number}/locations/global/keys/${uid}`,
      uid,
      displayName: input.displayName,
      createTime: at,
      updateTime: at,
      etag: `W/"${this.ids.etag()}"`,
      ...restrictions(input),
    };
    held.apiKeys.set(uid, { document: deepFreeze(document), keyString: `AIzaSy${this.ids.hex(33)}` });
    return uid;
  }

  updateApiKey(project: string, uid: string, input: Partial<ApiKeyInput>): void {
    const { apiKeys } = this.project(project);
    const current = apiKeys.get(uid);
    if (current === undefined) throw new Error(`No API key ${uid} in ${project}.`);
    const changed = { updateTime: this.timestamp(), etag: `W/"${this.ids.etag()}"`, ...restrictions(input) };
    const name = input.displayName === undefined ? {} : { displayName: input.displayName };
    apiKeys.set(uid, { ...current, document: deepFreeze({ ...current.document, ...changed, ...name }) });
  }

  removeApiKey(project: string, uid: string): void {
    this.project(project).apiKeys.delete(uid);
  }
}

function restrictions(input: Partial<ApiKeyInput>): { restrictions?: JsonObject } {
  if (input.restrictions !== undefined) return { restrictions: structuredClone(input.restrictions) };
  const { targets, referrers } = input;
  if (targets === undefined && referrers === undefined) return {};
  const browser = referrers && { browserKeyRestrictions: { allowedReferrers: [...referrers] } };
  const apis = targets && { apiTargets: targets.map((service) => ({ service })) };
  return { restrictions: { ...browser, ...apis } };
}
