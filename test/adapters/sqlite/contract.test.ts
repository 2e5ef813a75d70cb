import { describeStateStore } from '../state-store-contract.ts';
import { sqliteHarness } from './harness.ts';

describeStateStore('SQLite', sqliteHarness);
