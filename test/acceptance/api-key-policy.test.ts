import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { SimulatedEstate } from '../simulator/estate.ts';
import { folderForEach, plumbline } from './command.ts';
import { CONTRACT, openWorld, sqliteIn, type World } from './world.ts';

/** The key policy the third script of the estate's repository reads. */
interface Policy {
  required_api_targets: string[];
  environments: Record<
    string,
    {
      project_id: string;
      key_display_name_regex: string;
      required_referrers: string[];
      allowed_referrer_regex: string[];
      deprecated_referrer_regex?: string[];
    }
  >;
}

const POLICY: Policy = JSON.parse(readFileSync('test/corpus/public/jualuma/api-key-policy.json', 'utf8'));
const SITE = 'https://*.jualuma.com/*';
const LOCAL = 'http://localhost:5175/*';
const ALLOWED = 'https://frontend-app-m5loacypwq-uc.a.run.app/*';
const DEPRECATED = 'https://jualuma-support-678067977394.us-central1.run.app/*';

const folder = folderForEach();
let world: World;
let contract: string;
let keys: Record<string, string>;

beforeEach(async () => {
  world = await openWorld(sqliteIn(folder()));
  contract = join(folder(), 'contract.yaml');
  writeFileSync(contract, contractText());
  keys = Object.fromEntries(
    Object.entries(POLICY.environments).map(([name, { project_id, required_referrers }]) => [
      name,
      world.google.estate.addApiKey(project_id, {
        displayName: `Jualuma Browser Auth Key ${name}`,
        targets: POLICY.required_api_targets,
        referrers: required_referrers,
      }),
    ]),
  );
});
afterEach(() => world.close());

/** The estate's contract, its section of API keys replaced by the policy: one entry for each environment. */
function contractText(): string {
  const apiKeys = Object.entries(POLICY.environments).map(([name, rule]) => ({
    name: rule.key_display_name_regex.replace(name, '{env}'),
    in: [name],
    targets: POLICY.required_api_targets,
    referrers: {
      required: rule.required_referrers,
      allowed: rule.allowed_referrer_regex,
      deprecated: rule.deprecated_referrer_regex ?? [],
    },
  }));
  return JSON.stringify({ ...parse(readFileSync(CONTRACT, 'utf8')), apiKeys });
}

interface KeysReport {
  code: number | null;
  status: string;
  /** Environment and message of whatever is no PASS. */
  said: string[];
}

async function check(...flags: string[]): Promise<KeysReport> {
  const words = ['check', '--contract', contract, '--format', 'json', ...flags];
  const { code, stdout, stderr } = await plumbline(words, world.variables);
  if (stdout === '') throw new Error(stderr);
  const { checks } = JSON.parse(stdout) as {
    checks: {
      id: string;
      status: string;
      results: { status: string; environments: string[]; message: string }[];
    }[];
  };
  const found = checks.find(({ id }) => id === 'api-keys');
  const notable = (found?.results ?? []).filter(({ status }) => status !== 'PASS');
  return {
    code,
    status: found?.status ?? 'none',
    said: notable.map(({ status, message }) => `${status} ${message}`),
  };
}

describe('the API-key policy of the estate', () => {
  it('holds for keys that are as it says', async () => {
    expect(await check('--fail-on-deprecated')).toEqual({ code: 0, status: 'PASS', said: [] });
  });

  const prod = POLICY.environments.prod!;
  const DEVIATIONS: [string, (estate: SimulatedEstate) => void, RegExp][] = [
    [
      'an API target that is missing',
      (estate) =>
        estate.updateApiKey(prod.project_id, keys.prod!, {
          targets: POLICY.required_api_targets.slice(1),
          referrers: [SITE],
        }),
      /^FAIL prod: .*does not open identitytoolkit\.googleapis\.com/,
    ],
    [
      'an API target that nobody expects',
      (estate) =>
        estate.updateApiKey(prod.project_id, keys.prod!, {
          targets: [...POLICY.required_api_targets, 'maps-backend.googleapis.com'],
          referrers: [SITE],
        }),
      /^FAIL prod: .*opens maps-backend\.googleapis\.com/,
    ],
    [
      'a required referrer that is missing',
      (estate) =>
        estate.updateApiKey('jualuma-dev', keys.dev!, {
          targets: POLICY.required_api_targets,
          referrers: [SITE, 'http://localhost:5173/*', 'http://localhost:4173/*'],
        }),
      /^FAIL dev: .*lacks http:\/\/localhost:5175\/\*/,
    ],
    [
      'a referrer of another environment',
      (estate) =>
        estate.updateApiKey(prod.project_id, keys.prod!, {
          targets: POLICY.required_api_targets,
          referrers: [SITE, LOCAL],
        }),
      /^FAIL prod: .*may be used from http:\/\/localhost:5175\/\*/,
    ],
    [
      'no key of that name',
      (estate) => estate.removeApiKey('jualuma-stage', keys.stage!),
      /^FAIL stage has no API key whose display name matches \^Jualuma Browser Auth Key stage\\b/,
    ],
    [
      'a newer key that is not restricted',
      (estate) => {
        estate.addApiKey(prod.project_id, { displayName: 'Jualuma Browser Auth Key prod (new)' });
      },
      /^FAIL prod: .*\(new\).*has no restriction at all/,
    ],
  ];

  it.each(DEVIATIONS)('names %s, and exits 2', async (_, deviate, words) => {
    deviate(world.google.estate);
    const { code, status, said } = await check();
    expect({ code, status }).toEqual({ code: 2, status: 'FAIL' });
    expect(said).toEqual([expect.stringMatching(words)]);
  });

  it('takes what the policy allows besides', async () => {
    world.google.estate.updateApiKey(prod.project_id, keys.prod!, {
      targets: POLICY.required_api_targets,
      referrers: [SITE, ALLOWED],
    });
    expect(await check('--fail-on-deprecated')).toEqual({ code: 0, status: 'PASS', said: [] });
  });

  it('names what is deprecated, and fails for it only with --fail-on-deprecated', async () => {
    world.google.estate.updateApiKey(prod.project_id, keys.prod!, {
      targets: POLICY.required_api_targets,
      referrers: [SITE, DEPRECATED],
    });
    const words = expect.stringContaining(`may still be used from ${DEPRECATED}`);
    const [lenient, strict] = [await check(), await check('--fail-on-deprecated')];
    expect(lenient).toEqual({ code: 0, status: 'INTENTIONAL_DIFF', said: [words] });
    expect(strict).toEqual({ code: 2, status: 'FAIL', said: [words] });
  });
});
