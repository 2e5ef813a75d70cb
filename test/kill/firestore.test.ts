import { randomUUID } from 'node:crypto';
import { describeWithEmulator } from '../emulator/emulator.ts';
import { describeKills } from './suite.ts';

const project = `kill-${randomUUID().slice(0, 8)}`;

describeWithEmulator('with the Firestore emulator', () => {
  describeKills('Firestore', {
    store: (id) => ({ kind: 'firestore', project, estate: id }),
    least: 200,
    // One pass must mend it all; that the next is quiet is seen with SQLite, in a fraction of the time.
    twiceEvery: 8,
    recoveries: 1,
  });
});
