import type { DocumentSnapshot } from '@google-cloud/firestore';
import { corrupt } from '../store/records.ts';
import { newerSchema, pendingSteps } from '../store/schema.ts';
import type { FirestoreContext } from './context.ts';

/**
 * One step from a schema version to the next. It may be interrupted or run by two processes at once, so it
 * must be harmless to repeat; the version is raised after it.
 */
export type FirestoreMigration = (context: FirestoreContext) => Promise<void>;

/** `FIRESTORE_MIGRATIONS[n]` leads from version n to n + 1; version 0 is an estate without a document. */
export const FIRESTORE_MIGRATIONS: readonly FirestoreMigration[] = [async () => undefined, nameRequests];

/** Brings the estate to the schema this version knows; refuses a newer one. */
export async function migrateFirestore(
  context: FirestoreContext,
  migrations: readonly FirestoreMigration[],
): Promise<void> {
  const [meta] = await context.getAll('open the store', [context.layout.meta]);
  const found = schemaOf(meta);
  const steps = pendingSteps(found, migrations, context.place);
  for (const [index, step] of steps.entries()) {
    await step(context);
    await raiseSchema(context, found + index + 1);
  }
}

/** Throws STORE_SCHEMA where a later version has taken the estate over. */
export function assertFirestoreSchema(
  { schema, place }: FirestoreContext,
  meta: DocumentSnapshot | undefined,
): void {
  const found = schemaOf(meta);
  if (found > schema) throw newerSchema(found, schema, place);
  if (found < schema) throw corrupt('schema version');
}

function raiseSchema(context: FirestoreContext, version: number): Promise<void> {
  const { meta } = context.layout;
  return context.swap('open the store', [meta], ([snapshot]) => ({
    answer: undefined,
    writes: schemaOf(snapshot) < version ? [{ ref: meta, data: { schema: version } }] : [],
  }));
}

function schemaOf(meta: DocumentSnapshot | undefined): number {
  if (meta === undefined || !meta.exists) return 0;
  const schema: unknown = meta.get('schema');
  if (typeof schema !== 'number' || !Number.isSafeInteger(schema)) throw corrupt('schema version');
  return schema;
}

/** 1 → 2: requests for a pass have names. Run twice, it finds nothing left to do. */
async function nameRequests(context: FirestoreContext): Promise<void> {
  const { lease } = context.layout;
  await context.swap('open the store', [lease], ([snapshot]) => {
    const row = snapshot?.data();
    if (row === undefined || 'requests' in row) return { answer: undefined, writes: [] };
    const asked = row.rerunRequested === true ? [{ id: 'made before the upgrade', data: null }] : [];
    const data = { requests: JSON.stringify(asked), covered: '[]' };
    return { answer: undefined, writes: [{ ref: lease, data }] };
  });
}
