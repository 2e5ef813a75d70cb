import {
  Firestore,
  type ReadWriteTransactionOptions,
  type Transaction,
  type WriteBatch,
} from '@google-cloud/firestore';
import { describeWithEmulator } from '../../emulator/emulator.ts';
import { describeStateStore } from '../state-store-contract.ts';
import { firestoreHarness, PROJECT } from './harness.ts';

const DATABASE = '(default)';

/**
 * What the real service may do: a write is kept and its answer is lost. A transaction is then run again by
 * the client; a batch fails with UNKNOWN.
 */
class ForgetfulFirestore extends Firestore {
  private batches = 0;

  override async runTransaction<T>(
    decide: (transaction: Transaction) => Promise<T>,
    options?: ReadWriteTransactionOptions,
  ): Promise<T> {
    await super.runTransaction(decide, options);
    return super.runTransaction(decide, options);
  }

  override batch(): WriteBatch {
    const batch = super.batch();
    const commit = batch.commit.bind(batch);
    batch.commit = async () => {
      const results = await commit();
      this.batches += 1;
      if (this.batches % 2 === 0) return results;
      throw Object.assign(new Error('the answer was lost'), { code: 2 });
    };
    return batch;
  }
}

describeWithEmulator('Firestore emulator', () => {
  describeStateStore('Firestore', () => firestoreHarness({ database: DATABASE }));
  describeStateStore('Firestore, a named database where every first answer is lost', () =>
    firestoreHarness({
      database: 'ops',
      client: () => new ForgetfulFirestore({ projectId: PROJECT, databaseId: 'ops' }),
    }),
  );
});
