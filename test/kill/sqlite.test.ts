import { join } from 'node:path';
import { describeKills } from './suite.ts';

describeKills('SQLite', {
  store: (id, folder) => ({ kind: 'sqlite', path: join(folder, id, 'state.db') }),
  least: 200,
  twiceEvery: 5,
  recoveries: 2,
});
