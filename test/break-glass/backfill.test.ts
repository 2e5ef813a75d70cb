import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadContract } from '../../shared/contract/load.ts';
import { backfillMarkdown } from '../../shared/report/backfill-markdown.ts';
import { expectGolden } from '../alerts/golden.ts';
import { breakGlass, revert } from '../simulator/jualuma.ts';
import type { V2Service } from '../simulator/run-types.ts';
import { CONTRACT_FILE, type Incident, incident } from './incident.ts';

const PROD = 'jualuma-prod';
const REGION = 'us-central1';

describe('the backfill of the break-glass of 2026-02-27', () => {
  let seen: Incident;
  beforeAll(async () => {
    seen = await incident((estate) => {
      breakGlass(estate);
      estate.addServiceAccount(PROD, 'cr-jobs', { displayName: 'made at night' });
      estate.grantProjectRole(
        PROD,
        'roles/datastore.user',
        `serviceAccount:cr-jobs@${PROD}.iam.gserviceaccount.com`,
      );
    });
  });

  it('reads as people need it', () => {
    expectGolden(join('..', 'break-glass', 'backfill.golden.md'), backfillMarkdown(seen.backfill));
  });

  it('names every change once, and nothing that did not happen', () => {
    const places = (changes: { id: string; path: string | null }[]) =>
      changes.map(({ id, path }) => `${id} ${path}`).sort();
    expect(places(seen.backfill.changes)).toEqual(places(seen.changes));
    expect(seen.backfill.changes.every(({ standing }) => standing === 'stands')).toBe(true);
  });

  it('offers a contract patch that applies, and ends the failures it says it ends', () => {
    const { patch } = seen.backfill;
    const patched = loadContract(applied(patch.diff), CONTRACT_FILE);
    const failing = seen
      .judge(patched)
      .checks.flatMap(({ results }) => results.filter(({ status }) => status === 'FAIL'))
      .map(({ fingerprint }) => fingerprint);
    expect(patch.settled.length).toBeGreaterThan(0);
    for (const { result } of patch.settled) expect(failing).not.toContain(result.fingerprint);
    expect(failing.sort()).toEqual(patch.unsettled.map(({ result }) => result.fingerprint).sort());
  });

  it('never proposes to state what must not be, in the contract or in a workflow', () => {
    const { patch, workflows } = seen.backfill;
    expect(patch.diff).not.toContain('compute@developer');
    expect(JSON.stringify(workflows)).not.toContain('compute@developer');
    expect(patch.unsettled.map(({ check }) => check)).toContain('service-account');
  });
});

describe('what one change by hand asks of the contract', () => {
  interface Case {
    name: string;
    byHand: Parameters<typeof incident>[0];
    line: RegExp;
  }
  const update = (name: string, change: (service: V2Service) => void): Case['byHand'] => {
    return (estate) => estate.updateService(PROD, REGION, name, change, { by: 'ops@example.com' });
  };

  const CASES: Case[] = [
    {
      name: 'a maximum of instances, where the environments differ already',
      byHand: update('jualuma-backend', (service) => {
        service.template.scaling = { ...service.template.scaling, maxInstanceCount: 40 };
      }),
      line: /maxInstances: \{ dev: 2, stage: 10, prod: 40 \}/,
    },
    {
      name: 'the proxy in front of a service',
      byHand: update('jualuma-backend', (service) => {
        service.iapEnabled = true;
        service.invokerIamDisabled = false;
      }),
      line: /iap: \{ dev: false, stage: false, prod: true \}/,
    },
  ];
  it.each(CASES)('$name', async ({ byHand, line }) => {
    const { backfill } = await incident(byHand);
    expect(backfill.patch.diff).toMatch(line);
    expect(applied(backfill.patch.diff)).toMatch(line);
  });
});

describe('a change that was put back before anybody looked', () => {
  it('asks nothing of the repository', async () => {
    const { backfill } = await incident((estate) => {
      breakGlass(estate);
      revert(estate);
    });
    expect(backfill.patch).toEqual({ diff: '', settled: [], unsettled: [], begun: [] });
    expect(backfill.workflows).toEqual([]);
    expect(backfillMarkdown(backfill)).toContain('Nothing');
  });
});

describe('a place that changed hands between the passes of one window', () => {
  it('is listed once, from what it was before the first to what it is now, with everybody', async () => {
    const seen = await incident(breakGlass);
    const [first] = seen.window.changes.filter(({ path }) => path === 'ingress');
    if (first === undefined) throw new Error('no change');
    const by = (principal: string, at: string) =>
      ({ principal, tool: 'gcloud', at, confidence: 'high' }) as const;
    const ann = by('ann@example.com', '2026-02-27T03:01:00.000Z');
    const bob = by('bob@example.com', '2026-02-27T03:31:00.000Z');
    const between = 'INGRESS_TRAFFIC_INTERNAL_ONLY';
    const backfill = seen.backfillOf({
      ...seen.window,
      changes: [
        { ...first, after: between, actor: ann },
        { ...first, before: between, actor: bob },
        { ...first, before: between, actor: bob },
      ],
    });
    expect(backfill.changes).toMatchObject([
      { before: first.before, after: first.after, actors: [ann, bob], standing: 'stands' },
    ]);
    expect(backfillMarkdown(backfill)).toContain(
      'ann@example.com with gcloud, 2026-02-27T03:01:00.000Z (high)<br>bob@example.com with gcloud, 2026-02-27T03:31:00.000Z (high)',
    );
  });
});

it('cites a diff to the letter, a blank line or a Windows one at its end included', async () => {
  const seen = await incident(breakGlass);
  const backfill = seen.backfillOf(seen.window);
  for (const end of [' \n', ' key: value\r\n']) {
    const diff = `--- a/c.yaml\n+++ b/c.yaml\n@@ -1,1 +1,2 @@\n+x: 1\n${end}`;
    const markdown = backfillMarkdown({ ...backfill, patch: { ...backfill.patch, diff } });
    expect(markdown).toContain(`\`\`\`diff\n${diff}\`\`\``);
  }
});

const folder = mkdtempSync(join(tmpdir(), 'plumbline-patch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The contract with a diff applied to it by git. */
function applied(diff: string): string {
  const file = join(folder, CONTRACT_FILE);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, readFileSync(CONTRACT_FILE));
  const environment = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder) };
  execFileSync('git', ['apply', '-'], { cwd: folder, input: diff, env: environment });
  return readFileSync(file, 'utf8');
}
