import { randomUUID } from 'node:crypto';
import { describeWithEmulator } from '../emulator/emulator.ts';
import { describeKills, type KillOptions } from './suite.ts';

/** Half of the kill matrix with the emulator: a file each, so that both workers of a small machine are busy. */
export function describeFirestoreKills(half: NonNullable<KillOptions['half']>): void {
  const project = `kill-${randomUUID().slice(0, 8)}`;
  describeWithEmulator('with the Firestore emulator', () => {
    describeKills(`Firestore, the ${half} half`, {
      store: (id) => ({ kind: 'firestore', project, estate: id }),
      least: 200,
      half,
      // One pass must mend it all; that the next is quiet is seen with SQLite, in a fraction of the time.
      twiceEvery: 8,
      recoveries: 1,
    });
  });
}
