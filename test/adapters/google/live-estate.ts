import { createGoogleSource, type GoogleSourceOptions } from '../../../shared/adapters/google/source.ts';
import { createTransport, type TransportOptions } from '../../../shared/adapters/google/transport.ts';
import { captureEstate } from '../../../shared/estate/capture.ts';
import { coverageOf } from '../../../shared/estate/coverage.ts';
import type { CaptureTarget } from '../../../shared/estate/source.ts';
import { createValueReducer } from '../../../shared/estate/value-reducer.ts';
import { isGap, type Snapshot } from '../../../shared/snapshot/model.ts';
import {
  type GoogleSimulator,
  type GoogleSimulatorOptions,
  startGoogleSimulator,
} from '../../simulator/google.ts';
import { fakeTime } from './fake-time.ts';

/** Planted in every literal; must be in no snapshot. */
export const CANARY = 'canary-4f1c9e';

export const TARGETS: CaptureTarget[] = [
  { environment: 'dev', project: 'shop-dev', regions: ['us-central1'] },
  { environment: 'prod', project: 'shop-prod', regions: ['us-central1'] },
];

/** Two environments with two services, two accounts (one with a key), three secrets and an API key each. */
export async function startShop(options: GoogleSimulatorOptions = {}): Promise<GoogleSimulator> {
  const simulator = await startGoogleSimulator(options);
  for (const { project } of TARGETS) {
    fill(simulator, project);
  }
  return simulator;
}

function fill({ estate }: GoogleSimulator, project: string): void {
  estate.addProject(project);
  estate.setProjectPolicy(project, {
    bindings: [
      {
        role: 'roles/run.viewer',
        members: ['user:ops@example.com'],
        condition: { title: 'day', expression: 'true' },
      },
    ],
  });
  for (const name of ['api', 'web']) {
    estate.addService(project, 'us-central1', serviceInput(name));
    estate.setServicePolicy(project, 'us-central1', name, {
      bindings: [{ role: 'roles/run.invoker', members: ['allUsers'] }],
    });
  }
  const email = estate.addServiceAccount(project, 'cr-api');
  estate.addServiceAccount(project, 'cr-web');
  estate.addKey(project, email);
  for (const secret of ['DB_URL', 'PLAID', 'STRIPE']) {
    estate.addSecret(project, secret, { versions: 2 });
  }
  estate.addApiKey(project, { displayName: 'Browser key', targets: ['identitytoolkit.googleapis.com'] });
}

/** A service with a literal in every place that can hold one. */
export function serviceInput(name: string) {
  return {
    name,
    template: {
      containers: [
        {
          image: `us-docker.pkg.dev/shop/${name}@sha256:${'a'.repeat(64)}`,
          args: [`--token=${CANARY}`],
          command: [CANARY],
          env: [
            { name: 'APP_ENV', value: `${CANARY}-env` },
            { name: 'DATABASE', value: `shop-prod:us-central1:main?password=${CANARY}` },
            { name: 'PLAID', valueSource: { secretKeyRef: { secret: 'PLAID', version: 'latest' } } },
          ],
          ports: [{ containerPort: 8080 }],
          livenessProbe: {
            httpGet: { path: '/health', httpHeaders: [{ name: 'Authorization', value: `Bearer ${CANARY}` }] },
          },
        },
      ],
    },
  };
}

/** One capture of the simulated estate; waiting costs nothing. */
export async function capture(
  simulator: GoogleSimulator,
  options: Partial<TransportOptions> &
    GoogleSourceOptions & { end?: AbortSignal; targets?: CaptureTarget[] } = {},
): Promise<Snapshot> {
  const { end, targets = TARGETS, onProgress, ...rest } = options;
  const transport = createTransport({
    auth: null,
    concurrency: 24,
    endpoint: simulator.url,
    time: fakeTime(),
    random: () => 0,
    timeoutMs: 5000,
    ...rest,
  });
  return captureEstate({
    estate: 'shop',
    targets,
    source: createGoogleSource(transport, onProgress === undefined ? {} : { onProgress }),
    reduce: createValueReducer({
      key: new Uint8Array(32).fill(1),
      environments: TARGETS.map(({ environment, project }) => ({
        name: environment,
        identifiers: [project],
      })),
    }),
    now: new Date('2026-02-27T03:00:00Z'),
    signal: end ?? new AbortController().signal,
  });
}

/** `environment resource region STATUS` of everything that should have been read and was not. */
export function gapsOf(snapshot: Snapshot): string[] {
  return coverageOf(snapshot)
    .filter(isGap)
    .map(
      ({ environment, resource, region, status }) => `${environment} ${resource} ${region ?? '-'} ${status}`,
    );
}

/** The detail of one coverage line. */
export function detailOf(snapshot: Snapshot, environment: string, resource: string): string | null {
  const lines = coverageOf(snapshot).filter(
    (line) => line.environment === environment && line.resource === resource,
  );
  return (
    lines
      .map(({ detail }) => detail)
      .filter((detail) => detail !== null)
      .join('\n') || null
  );
}

/** Ids of the documents of one scope. */
export function idsOf(snapshot: Snapshot, environment: string, resource: string): string[] {
  return snapshot.readings
    .filter((reading) => reading.environment === environment && reading.resource === resource)
    .flatMap((reading) => Object.keys(reading.documents));
}
