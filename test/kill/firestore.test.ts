import { randomUUID } from 'node:crypto';
import { describeWithEmulator } from '../emulator/emulator.ts';
import { describeKills } from './suite.ts';

const project = `kill-${randomUUID().slice(0, 8)}`;

describeWithEmulator('with the Firestore emulator', () => {
  describeKills('Firestore', {
    store: (id) => ({ kind: 'firestore', project, estate: id }),
    least: 200,
  });
});
