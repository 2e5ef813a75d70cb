import type { Gap } from '../snapshot/model.ts';
import type { ProbedKind } from './permissions.ts';

/** A project, or one resource in it. `name`: the project id, service, secret id, or account email. */
export interface ProbedResource {
  kind: ProbedKind;
  project: string;
  region: string | null;
  name: string;
}

/** A permission some request of Plumbline needs, and what that request reads. */
export interface NeededPermission {
  permission: string;
  reads: string[];
}

/** Kinds of resources a project is asked to name. */
export type ListedKind = Exclude<ProbedKind, 'project'> | 'apiKey';

/** Which of the permissions asked for the caller has; or why that is not known. */
export type ProbeAnswer = { ok: true; held: string[] } | { ok: false; gap: Gap };
/** What a project holds of one kind; or why that is not known. */
export type MemberList =
  | { ok: true; members: { name: string; region: string | null }[] }
  | { ok: false; gap: Gap };

/** Asks what one identity may do. Changes nothing, and never throws for what the other side does. */
export interface PermissionProbe {
  /** Email of the identity; null: whoever runs Plumbline. */
  identity: string | null;
  /** What the requests of a capture need, each permission once, in the order of its text. */
  needed: readonly NeededPermission[];
  /** At most 100 permissions. */
  ask(resource: ProbedResource, permissions: string[], signal: AbortSignal): Promise<ProbeAnswer>;
  /** Secrets of a region come with it; global ones with null. */
  list(project: string, kind: ListedKind, signal: AbortSignal): Promise<MemberList>;
}
