import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { loadContract } from '../../shared/contract/load.ts';
import type { RoleIntent } from '../../shared/contract/model.ts';
import { contractJsonSchema } from '../../shared/contract/schema.ts';
import { valueAt } from '../../shared/explain/document.ts';
import { isObject, type Json } from '../../shared/snapshot/json.ts';

/** The contract that the language was designed around, as it was written down first. */
const DESIGN = readFileSync(join(import.meta.dirname, 'design-example.yaml'), 'utf8');
const JUALUMA = readFileSync(join(import.meta.dirname, '../../contracts/jualuma.yaml'), 'utf8');
const HEAD = `apiVersion: plumbline/v1
estate: acme
environments:
  dev: { project: acme-dev, regions: [us-central1] }
  prod: { project: acme-prod, regions: [us-central1] }
`;

describe('the contract the language was designed around', () => {
  test('loads as it was written', () => {
    const contract = loadContract(DESIGN, 'design.yaml');
    expect(contract.roles).toEqual(['backend', 'user-app', 'marketing', 'support', 'approvals']);
    expect(contract.waivers.map(({ expires }) => expires)).toEqual([
      '2026-12-31T23:59:59Z',
      '2027-03-31T23:59:59Z',
    ]);
    expect(contract.alerts).toMatchObject({
      remindAfterMs: 72 * 3_600_000,
      routes: [{ channel: '#prod-drift' }, {}],
    });
  });

  test('means what it says', () => {
    const contract = loadContract(DESIGN, 'design.yaml');
    const backend = contract.intent('backend', 'prod');
    expect(backend).toMatchObject({
      service: { value: 'jualuma-backend' },
      serviceAccount: { value: 'cr-backend@jualuma-prod.iam.gserviceaccount.com' },
      ingress: { value: 'internal-and-cloud-load-balancing' },
      invoker: { value: 'public' },
      iap: { value: false },
      domain: { value: ['api.jualuma.com'] },
      resources: { cpu: { value: '1' }, memory: { value: '1Gi' }, maxInstances: { value: 10 } },
      network: { cloudSql: { value: 'required' }, vpcConnector: { value: 'absent' } },
      envPolicy: 'closed',
    });
    expect(backend.env).toMatchObject({
      APP_ENV: { delivery: 'literal', mustDiffer: true },
      PLAID_ENV: { delivery: 'literal', value: { value: 'production' } },
      DATABASE_URL: { delivery: 'secret' },
      STRIPE_SECRET_KEY: { delivery: 'secret', mustDiffer: true, version: 'pinned' },
      STRIPE_PRICE_PRO: { delivery: 'literal', expected: true, optional: true },
    });
    expect(contract.intent('backend', 'dev').env.STRIPE_PRICE_PRO?.expected).toBe(false);
    expect(contract.intent('approvals', 'prod').service).toBeNull();
  });

  test('contracts/jualuma.yaml uses every key of it', () => {
    const known = schemaKeys(contractJsonSchema());
    const used = (text: string) => new Set(keysOf(parse(text) as Json).filter((key) => known.has(key)));
    const shown = used(JUALUMA);
    expect([...used(DESIGN)].filter((key) => !shown.has(key))).toEqual([]);
  });
});

/** A setting of a role, given once and by environment, and where the intent has it. */
const VARYING: [setting: string, once: string, other: string, pick: (intent: RoleIntent) => unknown][] = [
  [
    'serviceAccount',
    'a@x.iam.gserviceaccount.com',
    'b@x.iam.gserviceaccount.com',
    (of) => of.serviceAccount?.value,
  ],
  ['roles', '[roles/viewer]', '[roles/editor]', (of) => of.roles?.value],
  ['ingress', 'all', 'internal', (of) => of.ingress?.value],
  ['invoker', 'public', 'authenticated', (of) => of.invoker?.value],
  ['invokers', '["user:a@acme.com"]', '["user:b@acme.com"]', (of) => of.invokers?.value],
  ['iap', 'true', 'false', (of) => of.iap?.value],
  ['domain', 'custom', 'run.app', (of) => of.domain?.value],
  ['domain', '[a.acme.com]', '[b.acme.com]', (of) => of.domain?.value],
  ['defaultUrl', 'enabled', 'disabled', (of) => of.defaultUrl?.value],
  ['envPolicy', 'closed', 'open', (of) => of.envPolicy],
  ['resources.cpu', '"2"', '"4"', (of) => of.resources.cpu?.value],
  ['resources.memory', '1Gi', '2Gi', (of) => of.resources.memory?.value],
  ['resources.concurrency', '10', '20', (of) => of.resources.concurrency?.value],
  ['resources.timeout', '60s', '90s', (of) => of.resources.timeout?.value],
  ['resources.minInstances', '1', '2', (of) => of.resources.minInstances?.value],
  ['resources.maxInstances', '3', '4', (of) => of.resources.maxInstances?.value],
  ['resources.executionEnvironment', 'gen1', 'gen2', (of) => of.resources.executionEnvironment?.value],
  ['resources.cpuAllocation', 'request', 'always', (of) => of.resources.cpuAllocation?.value],
  ['network.cloudSql', 'required', 'absent', (of) => of.network.cloudSql?.value],
  ['network.vpcConnector', 'required', 'absent', (of) => of.network.vpcConnector?.value],
  ['network.directVpc', 'net/sub', 'absent', (of) => of.network.directVpc?.value],
  ['network.egress', 'all-traffic', 'private-ranges-only', (of) => of.network.egress?.value],
  ['env.KEY', 'secret', 'literal', (of) => of.env.KEY?.delivery],
  ['env.KEY.delivery', 'secret', 'literal', (of) => of.env.KEY?.delivery],
  ['env.KEY.version', 'pinned', 'latest', (of) => of.env.KEY?.version],
  ['env.KEY.value', 'a', 'b', (of) => of.env.KEY?.value?.value],
];

describe('what an environment may vary is given once, or by environment', () => {
  test.each(VARYING)('%s', (setting, once, other, pick) => {
    const both = (text: string) => {
      const { intent } = loadContract(text, 'c.yaml');
      return [pick(intent('web', 'dev')), pick(intent('web', 'prod'))];
    };
    const [one] = both(withSetting(setting, once));
    const [two] = both(withSetting(setting, other));
    expect(one).not.toEqual(two);
    expect(both(withSetting(setting, once))).toEqual([one, one]);
    expect(both(withSetting(setting, `{ dev: ${once}, prod: ${other} }`))).toEqual([one, two]);
    const [, unsaid] = both(withSetting(setting, `{ dev: ${once} }`));
    expect([undefined, null, 'any', 'open']).toContain(unsaid);
  });

  test('names', () => {
    const text = `${HEAD}services: { web: { names: web }, app: { names: { dev: app-dev, prod: app } } }\n`;
    const { intent } = loadContract(text, 'c.yaml');
    const named = (role: string) => ['dev', 'prod'].map((name) => intent(role, name).service?.value);
    expect([named('web'), named('app')]).toEqual([
      ['web', 'web'],
      ['app-dev', 'app'],
    ]);
  });

  test.each([
    ['iam', 'humans: { prod: ["user:a@acme.com"] }'],
    ['iam', 'humans: ["user:a@acme.com"]'],
    ['iam', 'forbiddenRoles: { prod: [roles/owner] }'],
    ['iam', 'serviceAccountKeys: { dev: { maxAgeDays: 90 }, prod: forbidden }'],
    ['secrets', 'maxAgeDays: { dev: 365, prod: 90 }'],
  ])('%s: %s', (section, line) => {
    const text = `${HEAD}services: { web: { names: web } }\n${section}: { ${line} }\n`;
    expect(loadContract(text, 'c.yaml').roles).toEqual(['web']);
  });

  test('the restrictions of API keys', () => {
    const key =
      '{ name: "^Key", targets: { dev: [a.googleapis.com], prod: [b.googleapis.com] }, referrers: { required: { prod: ["https://x/*"] }, allowed: { dev: ["^x"] }, deprecated: { dev: ["^y"] } } }';
    const text = `${HEAD}services: { web: { names: web } }\napiKeys: [${key}]\n`;
    expect(loadContract(text, 'c.yaml').document).toMatchObject({ apiKeys: [{ name: '^Key' }] });
  });

  test('a map that names no environment says nothing, and is an error', () => {
    expect(() => loadContract(withSetting('iap', '{}'), 'c.yaml')).toThrow(
      'services.web.iap: names no environment',
    );
    expect(() => loadContract(`${HEAD}services: { web: { names: {} } }\n`, 'c.yaml')).toThrow(
      'services.web.names: names no environment',
    );
  });
});

/** A contract whose one role has a setting, `env.KEY.value` deep. */
function withSetting(setting: string, written: string): string {
  const nested = setting
    .split('.')
    .reduceRight(
      (inner, key) => `${key}: ${inner.includes(': ') && !inner.startsWith('{') ? `{ ${inner} }` : inner}`,
      written,
    );
  return `${HEAD}services:\n  web: { names: web, ${nested} }\n`;
}

function keysOf(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  return isObject(value) ? Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]) : [];
}

/** The keys that the language itself gives, as opposed to names people choose. */
function schemaKeys(schema: Json): Set<string> {
  if (Array.isArray(schema)) return new Set(schema.flatMap((part) => [...schemaKeys(part)]));
  if (!isObject(schema)) return new Set();
  const own = valueAt(schema, ['properties']);
  const named = isObject(own) ? Object.keys(own) : [];
  return new Set([...named, ...Object.values(schema).flatMap((part) => [...schemaKeys(part)])]);
}
