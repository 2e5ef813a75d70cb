// Plain JavaScript: the package's types do not say what it exports to a module.
import Sequencer from '@jest/test-sequencer';

/** What takes longest by itself, longest first. Jest knows no times on a machine where it has not run, and goes by size. */
const LONGEST = [
  'acceptance/export-commands',
  'kill/firestore-first-half',
  'kill/firestore-second-half',
  'faults/fault-matrix',
  'faults/fault-matrix-run',
  'kill/sqlite',
  'acceptance/gaps',
  'acceptance/canary',
  'adapters/firestore/contract',
  'contract/fuzz',
  'oracle/clients',
  'break-glass/windows',
  'acceptance/deployed',
  'simulator/gcloud',
  'soak/soak',
  'storm/storm',
  'stack/stack',
  'draft/draft.property',
  'properties/services',
  'break-glass/write-back',
  'attribution/pass',
  'faults/requests',
  'docs/commands',
  'adapters/exports/honesty',
].map((name) => `/test/${name}.test.ts`);

/** The longest files begin, so that none of them is left alone at the end; the others come as Jest orders them. */
class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a.path) - rank(b.path));
  }
}

function rank(path) {
  const found = LONGEST.findIndex((name) => path.endsWith(name));
  return found === -1 ? LONGEST.length : found;
}

// biome-ignore lint/style/noDefaultExport: jest takes the default export of its sequencer.
export default LongestFirst;
