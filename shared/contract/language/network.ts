import { z } from 'zod';
import type { NETWORK_SETTINGS } from '../model.ts';
import { oneOf } from './one-of.ts';
import type { Vary } from './per-environment.ts';
import { section, someOf } from './section.ts';
import { must, shaped } from './words.ts';

/** Which traffic leaves through the network the service is attached to. */
export const EGRESS = ['all-traffic', 'private-ranges-only'] as const;

/** Where a service connects. */
export function network(vary: Vary) {
  return section('network', {
    cloudSql: vary(binding('PROJECT:REGION:INSTANCE', /^[a-z0-9.:-]+$/))
      .optional()
      .describe('Cloud SQL instances bound: required, absent, or these.'),
    vpcConnector: vary(binding('a connector', /^[a-z0-9/._:-]+$/))
      .optional()
      .describe('Serverless VPC Access connector: required, absent, or this one.'),
    directVpc: vary(binding('NETWORK/SUBNETWORK', /^[a-z0-9/._:-]+$/))
      .optional()
      .describe('Direct VPC egress: required, absent, or this network.'),
    egress: vary(oneOf(EGRESS)).optional().describe('Which traffic leaves through the VPC.'),
  } satisfies Record<(typeof NETWORK_SETTINGS)[number], z.ZodType>).describe('Where the service connects.');
}

/** `required`, `absent`, a name or several; the output joins several with commas, sorted. */
function binding(what: string, name: RegExp): z.ZodType<string, string | string[]> {
  const due = `required, absent, ${what} or a list of these`;
  const list = someOf(due, shaped(name, what)).transform((names) => names.toSorted().join(','));
  return z.union([shaped(name, due), list], must(due));
}
