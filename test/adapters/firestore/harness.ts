import { type DocumentReference, Firestore } from '@google-cloud/firestore';
import { openFirestoreStore } from '../../../shared/adapters/firestore/state-store.ts';
import type { Damage, StoreHarness } from '../contract/harness.ts';

/** The project of these tests on the emulator; its data goes with the emulator. */
export const PROJECT = 'plumbline-store-test';

export interface FirestoreHarnessOptions {
  database: string;
  /** Makes the client of every handle; the adapter's own by default. */
  client?: () => Firestore;
}

/** Stores on the emulator. */
export async function firestoreHarness({ database, client }: FirestoreHarnessOptions): Promise<StoreHarness> {
  const admin = new Firestore({ projectId: PROJECT, databaseId: database });
  return {
    open: (estate, clock) =>
      openFirestoreStore({
        database,
        projectId: PROJECT,
        estate,
        ...(clock === undefined ? {} : { clock }),
        ...(client === undefined ? {} : { client: client() }),
      }),
    damage: (estate, damage) => damageEstate(admin.doc(`estates/${estate}`), damage),
    setSchema: async (estate, version) => {
      await admin.doc(`estates/${estate}/state/meta`).set({ schema: version });
    },
    close: () => admin.terminate(),
  };
}

async function damageEstate(root: DocumentReference, damage: Damage): Promise<void> {
  switch (damage.kind) {
    case 'finding':
      for (const { ref } of (await root.collection('findings').get()).docs) {
        await ref.update({ json: '{"fingerprint":"another"}', gzip: null });
      }
      return;
    case 'baseline-json':
      await root.collection('state').doc('baseline').update({ json: '"prod|p"' });
      return;
    case 'lease':
      await root.collection('state').doc('lease').update({ expiresAt: 'soon' });
      return;
    case 'reading-content': {
      const { docs } = await root.collection('readings').get();
      const other = docs.find((doc) => doc.id !== damage.id)?.get('data');
      await root.collection('readings').doc(damage.id).update({ data: other });
      return;
    }
    case 'reading-gone':
      await root.collection('readings').doc(damage.id).delete();
  }
}
