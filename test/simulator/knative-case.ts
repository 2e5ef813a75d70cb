import { SimulatedEstate } from './estate.ts';
import { toKnative } from './knative.ts';
import type { ServiceInput } from './run-types.ts';

/** The project and region the cases live in. */
export const P = 'acme-prod';
export const R = 'us-central1';
/** An environment variable that is a secret. */
export const secretEnv = (name: string, secret: string) => ({
  name,
  valueSource: { secretKeyRef: { secret, version: 'latest' } },
});

/** The parts of a v1 service that tests look into. */
export interface V1 {
  metadata: { annotations: Record<string, string>; labels: Record<string, string>; generation: number };
  spec: {
    template: {
      metadata: { annotations: Record<string, string>; labels: Record<string, string> };
      spec: { containers: Record<string, unknown>[]; volumes: unknown[] } & Record<string, unknown>;
    };
    traffic: unknown[];
  };
  status: Record<string, unknown> & { conditions: { type: string; status: string }[] };
}

/** A service of its own estate, as v1 prints it. */
export function v1(input: Partial<ServiceInput>): V1 {
  const estate = new SimulatedEstate();
  const project = estate.addProject(P, { number: '450503644772', urlHash: '4cisnamb5a' });
  return toKnative(estate.addService(P, R, { name: 'api', ...input }), project) as unknown as V1;
}
