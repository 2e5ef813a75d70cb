import { z } from 'zod';
import { alerts } from './alerts.ts';
import { apiKeys } from './api-keys.ts';
import { drift } from './drift.ts';
import { compare, environments } from './environments.ts';
import { iam } from './iam.ts';
import { ANY_NAMES, givenName, type Names } from './names.ts';
import { secrets } from './secrets.ts';
import { section } from './section.ts';
import { ignoredServices, profiles, services } from './services.ts';
import { undecided, waivers } from './waivers.ts';
import { must, words } from './words.ts';
import { workflows } from './workflows.ts';

/** The version of the language this build reads. */
export const API_VERSION = 'plumbline/v1';

/** The whole language, with references held against the names of one contract; not built again while they stay the same. */
export function contractSchema(names: Names): ContractSchema {
  if (names.environments === null && names.roles === null) {
    withoutNames ??= buildSchema(ANY_NAMES);
    return withoutNames;
  }
  const key = JSON.stringify(names);
  if (latest?.key !== key) latest = { key, schema: buildSchema(names) };
  return latest.schema;
}

type ContractSchema = ReturnType<typeof buildSchema>;
let withoutNames: ContractSchema | undefined;
let latest: { key: string; schema: ContractSchema } | undefined;

function buildSchema(names: Names) {
  const percent = must('a percentage from 0 to 100');
  return section('a contract', {
    apiVersion: z.literal(API_VERSION, must(API_VERSION)).describe('Version of the contract language.'),
    estate: givenName('the estate').describe('Name of the estate.'),
    owner: words('who owns the contract').optional().describe('Who owns the contract.'),
    target: z
      .number(percent)
      .min(0, percent)
      .max(100, percent)
      .optional()
      .describe('Parity score to reach, percent; 95 where not given.'),
    environments: environments(),
    compare: compare(names).optional(),
    profiles: profiles(names).optional(),
    services: services(names),
    ignoreServices: ignoredServices().optional(),
    waivers: waivers(names).optional(),
    undecided: undecided(names).optional(),
    iam: iam(names).optional(),
    secrets: secrets(names).optional(),
    apiKeys: apiKeys(names).optional(),
    workflows: workflows(names).optional(),
    drift: drift().optional(),
    alerts: alerts(names).optional(),
  });
}

/** A contract as the schema hands it over: shorthands spelt out, values typed. */
export type ContractDocument = z.output<ContractSchema>;
export type ServiceDocument = ContractDocument['services'][string];
export type ProfileDocument = NonNullable<ContractDocument['profiles']>[string];
