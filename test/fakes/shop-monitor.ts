import { loadContract } from '../../shared/contract/load.ts';
import type { RawDocument } from '../../shared/estate/source.ts';
import { createFingerprint, createValueReducer } from '../../shared/estate/value-reducer.ts';
import type { PassDeps } from '../../shared/pass.ts';
import type { Notifier, StateStore } from '../../shared/ports.ts';
import { type ScriptedSource, scriptedSource, serviceOf } from './estate-source.ts';

const CONTRACT = `apiVersion: plumbline/v1
estate: shop
environments:
  dev: { project: shop-dev, regions: [us-central1] }
  prod: { project: shop-prod, regions: [us-central1], protected: true }
profiles:
  prod: { ingress: internal }
services:
  web: { names: { dev: web, prod: web }, serviceAccount: cr-web }
  api: { names: { dev: api, prod: api }, serviceAccount: cr-api }
alerts:
  remindAfter: 72h
`;
const KEY = new Uint8Array(32).fill(5);

/** What may differ between services of the shop. */
export interface ServiceShape {
  ingress?: 'all' | 'internal' | 'none';
  cpu?: string;
  account?: string;
  invokerOpen?: boolean;
}

const INGRESS = {
  all: 'INGRESS_TRAFFIC_ALL',
  internal: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
  none: 'INGRESS_TRAFFIC_NONE',
};

/** A service of the shop as Cloud Run v2 prints it; in shape where nothing is given. */
export function shopService(environment: string, name: string, shape: ServiceShape = {}): RawDocument {
  const account = shape.account ?? `cr-${name}`;
  return serviceOf(
    { project: `shop-${environment}`, name },
    {
      ingress: INGRESS[shape.ingress ?? (environment === 'prod' ? 'internal' : 'all')],
      ...(shape.invokerOpen === true ? { invokerIamDisabled: true } : {}),
      template: {
        serviceAccount: `${account}@shop-${environment}.iam.gserviceaccount.com`,
        containers: [{ image: 'app:1', resources: { limits: { cpu: shape.cpu ?? '1' } } }],
      },
    },
  );
}

/** The shop in shape: web and api in dev and prod. */
export function shopSource(): ScriptedSource {
  const source = scriptedSource();
  for (const environment of ['dev', 'prod'])
    source.documents[environment] = ['web', 'api'].map((name) => shopService(environment, name));
  return source;
}

/** The whole monitor over the shop, with its outside given. */
export function shopMonitor(
  parts: { store: StateStore; notifier: Notifier; source: ScriptedSource; now(): Date },
  changes: Partial<PassDeps> = {},
): PassDeps {
  return {
    ...parts,
    contract: loadContract(CONTRACT, 'shop.yaml'),
    reduce: createValueReducer({ key: KEY, environments: [] }),
    fingerprintOf: createFingerprint(KEY),
    defaultChannel: '#drift',
    newId: () => crypto.randomUUID(),
    deadline: () => new AbortController().signal,
    leaseMs: 600_000,
    beat: async () => true,
    ...changes,
  };
}
