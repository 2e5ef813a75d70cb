import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { SimulatedEstate } from '../simulator/estate.ts';
import { startGoogleSimulator } from '../simulator/google.ts';
import type { ServiceInput } from '../simulator/run-types.ts';
import { plumbline, withFolder } from './command.ts';
import { CONTRACT } from './world.ts';

type Environment = 'dev' | 'stage' | 'prod';
type Audit<T> = Record<Environment, { project: string; region: string; services: Record<string, T> }>;
interface Identity {
  url: string;
  serviceAccountName: string;
  ingress: string;
}
interface Access {
  url: string;
  ingress: string;
  iapEnabled: boolean;
  invokerIamDisabled: boolean;
}
interface Result {
  role: string | null;
  environments: string[];
  resource: string | null;
  path: string | null;
  status: string;
  expected: unknown;
  observed: unknown;
}

/** Two audits of one runtime, a day apart: as whom services run, and who gets to them. */
const IDENTITIES = auditOf<Identity>('2026-02-27');
const ACCESS = auditOf<Access>('2026-02-28');
const NUMBERS = { dev: '298159098975', stage: '512360470612', prod: '678067977394' };
const ENVIRONMENTS = ['dev', 'stage', 'prod'] as const;
/** What the audits speak of: coverage, the map, ingress, accounts, access. */
const SPOKEN_OF = '1,2,3,4,11';

function auditOf<T>(date: string): Audit<T> {
  return JSON.parse(readFileSync(`test/corpus/public/jualuma/runtime-posture.${date}.json`, 'utf8'));
}

function build(estate: SimulatedEstate): void {
  for (const name of ENVIRONMENTS) {
    const { project, region, services } = IDENTITIES[name];
    const hash = /-([a-z0-9]{10})-uc\.a\.run\.app$/.exec(Object.values(services)[0]?.url ?? '')?.[1] ?? '';
    estate.addProject(project, { number: NUMBERS[name], urlHash: hash });
    for (const [service, seen] of Object.entries(services)) {
      const built = estate.addService(
        project,
        region,
        inputOf(service, { ...seen, ...accessOf(name, service) }),
      );
      expect(built.uri).toBe(seen.url);
    }
  }
}

function accessOf(environment: Environment, service: string): Access {
  const seen = ACCESS[environment].services[service];
  if (seen === undefined) throw new Error(`the second audit has no ${environment} ${service}`);
  return seen;
}

function inputOf(name: string, seen: Identity & Access): ServiceInput {
  return {
    name,
    ingress: seen.ingress === 'all' ? 'INGRESS_TRAFFIC_ALL' : 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
    iapEnabled: seen.iapEnabled,
    invokerIamDisabled: seen.invokerIamDisabled,
    template: {
      serviceAccount: seen.serviceAccountName,
      containers: [{ image: `us-central1-docker.pkg.dev/jualuma/app/${name}:1` }],
    },
  };
}

/** The estate's contract, its web services named as they were in dev on the day of the audits. */
function contractText(): string {
  const contract = parse(readFileSync(CONTRACT, 'utf8'), { merge: true });
  const inDev = { 'user-app': 'frontend-app', marketing: 'marketing-site', support: 'support-portal' };
  for (const [role, dev] of Object.entries(inDev)) contract.services[role].names.dev = dev;
  return JSON.stringify(contract);
}

let results: Record<string, Result[]>;
beforeAll(async () => {
  const google = await startGoogleSimulator({ now: () => new Date() });
  build(google.estate);
  try {
    results = await withFolder((folder) => check(join(folder, 'contract.yaml'), google.url));
  } finally {
    await google.close();
  }
});

async function check(contract: string, endpoint: string): Promise<Record<string, Result[]>> {
  writeFileSync(contract, contractText());
  const words = ['check', '--contract', contract, '--only', SPOKEN_OF, '--format', 'json'];
  const { code, stdout, stderr } = await plumbline(words, {
    PLUMBLINE_GCP_ENDPOINT: endpoint,
    PLUMBLINE_FINGERPRINT_KEY: Buffer.alloc(32, 5).toString('base64'),
  });
  expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
  const { checks } = JSON.parse(stdout) as { checks: { id: string; results: Result[] }[] };
  return Object.fromEntries(checks.map(({ id, results: found }) => [id, found]));
}

const said = (id: string, status: string) =>
  (results[id] ?? [])
    .filter((result) => result.status === status)
    .map(({ environments, resource, path, observed }) =>
      [...environments, resource?.split('/').at(-1), path, observed].join(' '),
    );

describe('the runtime of two audits people made by hand', () => {
  it('runs as the default compute account where they say so, and nowhere else', () => {
    const deviating = ENVIRONMENTS.flatMap((name) =>
      Object.entries(IDENTITIES[name].services).flatMap(([service, { serviceAccountName }]) =>
        serviceAccountName === `${NUMBERS[name]}-compute@developer.gserviceaccount.com`
          ? [`${name} ${service} template.serviceAccount ${serviceAccountName}`]
          : [],
      ),
    );
    expect(deviating).toHaveLength(7);
    expect(said('service-account', 'FAIL').sort()).toEqual(deviating.sort());
    expect(said('service-account', 'PASS')).toHaveLength(14 - deviating.length);
  });

  it('has the ingress of each environment, which the contract lets differ', () => {
    expect(said('ingress', 'FAIL')).toEqual([]);
    expect(said('ingress', 'INTENTIONAL_DIFF')).toHaveLength(8);
  });

  it('is called by whom the contract means, but for approvals, which nothing stands in front of', () => {
    expect(said('access', 'FAIL')).toEqual([
      'dev jualuma-approvals iapEnabled false',
      'stage jualuma-approvals-stage iapEnabled false',
    ]);
    expect(said('access', 'REVIEW_REQUIRED')).toEqual([]);
  });

  it('has every service but approvals in prod, which is waived, and no other', () => {
    expect(said('service-coverage', 'FAIL')).toEqual([]);
    expect(results['service-coverage']?.filter(({ status }) => status === 'INTENTIONAL_DIFF')).toMatchObject([
      { role: 'approvals', environments: ['prod'] },
    ]);
    expect(said('naming-map', 'PASS')).toHaveLength(3);
  });
});
