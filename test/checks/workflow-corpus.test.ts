import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createCheckout } from '../../shared/adapters/local/checkout.ts';
import { deployWorkflow } from '../../shared/checks/deploy-workflow/deploy-workflow.ts';
import type { RawResult } from '../../shared/checks/model.ts';
import { loadContract } from '../../shared/contract/load.ts';
import { readWorkflows } from '../../shared/workflows/read.ts';
import { NOW } from '../fakes/check-tester.ts';
import { fingerprintOf, snapshotOf } from '../fakes/snapshot-builder.ts';

const CORPUS = join(import.meta.dirname, '../corpus/workflows');
const cases = readdirSync(CORPUS, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

/** One case of the corpus, read from its folder as from a checkout. */
async function replay(name: string): Promise<RawResult[]> {
  const own = join(CORPUS, name, 'contract.yaml');
  const text = readFileSync(existsSync(own) ? own : join(CORPUS, 'usual.contract.yaml'), 'utf8');
  const contract = loadContract(text, 'contract.yaml');
  const source = createCheckout({ contract: own, folder: 'app' });
  const workflows = await readWorkflows(contract, source, AbortSignal.timeout(10_000));
  return deployWorkflow.run({ contract, snapshot: snapshotOf({}), now: NOW, fingerprintOf, workflows });
}

/** `FAIL prod web services.web.ingress: …message`, one line each. */
function lines(results: readonly RawResult[]): string {
  const all = results.map(({ status, blind, environments, role, path, severity, message }) => {
    const words = [
      blind ? 'BLIND' : status,
      environments.join('/'),
      role,
      path,
      status === 'FAIL' ? severity : null,
    ];
    return `${words.filter((word) => word !== null).join(' ')}\n    ${message}`;
  });
  return `${all.join('\n')}\n`;
}

describe('workflows as people write them', () => {
  test.each(cases)('%s gives what is expected of it', async (name) => {
    expect(lines(await replay(name))).toBe(readFileSync(join(CORPUS, name, 'expected.txt'), 'utf8'));
  });
});
