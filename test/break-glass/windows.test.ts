import { firestoreHarness } from '../adapters/firestore/harness.ts';
import { sqliteHarness } from '../adapters/sqlite/harness.ts';
import { describeWithEmulator } from '../emulator/emulator.ts';
import { windowsSuite } from './windows-suite.ts';

windowsSuite('SQLite', sqliteHarness);
describeWithEmulator('Firestore emulator', () => {
  windowsSuite('Firestore', () => firestoreHarness({ database: '(default)' }));
});
