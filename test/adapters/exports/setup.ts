import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import { createExportsSource } from '../../../shared/adapters/exports/source.ts';
import { captureEstate } from '../../../shared/estate/capture.ts';
import type { CaptureTarget, RawDocument, ScopeOutcome } from '../../../shared/estate/source.ts';
import type { ResourceClass, Snapshot } from '../../../shared/snapshot/model.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own, filled; a value that is no text is written as JSON. Removed after the suite. */
export function folderOf(files: Record<string, unknown>): string {
  const root = mkdtempSync(join(tmpdir(), 'plumbline-exports-'));
  made.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), isWritten(content) ? content : JSON.stringify(content, null, 2));
  }
  return root;
}

const isWritten = (content: unknown) => typeof content === 'string' || Buffer.isBuffer(content);

export const TARGET: CaptureTarget = { environment: 'prod', project: 'shop-prod', regions: ['us-central1'] };

export interface Exported {
  documents: RawDocument[];
  outcomes: ScopeOutcome[];
  /** The only outcome of a class, or the one of a region. */
  outcome(resource: ResourceClass, region?: string): ScopeOutcome;
  names(resource: ResourceClass, region?: string): string[];
  body(resource: ResourceClass, name: string): unknown;
}

/** Reads a folder as the source of one target. */
export async function readFolder(root: string, target = TARGET, signal?: AbortSignal): Promise<Exported> {
  const documents: RawDocument[] = [];
  const read = createExportsSource(root).read(
    target,
    (document) => documents.push(document),
    signal ?? new AbortController().signal,
  );
  const outcomes = await read;
  const here = (resource: ResourceClass, region?: string) => (scope: RawDocument | ScopeOutcome) =>
    scope.resource === resource && (region === undefined || scope.region === region);
  return {
    documents,
    outcomes,
    outcome: (resource, region) => outcomes.filter(here(resource, region))[0]!,
    names: (resource, region) => documents.filter(here(resource, region)).map(({ name }) => name),
    body: (resource, name) => documents.filter(here(resource)).find((found) => found.name === name)?.body,
  };
}

/** The snapshot of a folder, as a pass takes it: fingerprints stand for values by their length. */
export function captureFolder(source: string, ...targets: CaptureTarget[]): Promise<Snapshot> {
  return captureEstate({
    estate: 'shop',
    targets: targets.length === 0 ? [TARGET] : targets,
    source: createExportsSource(source),
    reduce: (_environment, value) => ({ kind: 'literal', fingerprint: `#${value.length}`, mentions: [] }),
    now: new Date(0),
    signal: new AbortController().signal,
  });
}

/** Writes the files into a project's folder and reads it. */
export function readProject(files: Record<string, unknown>, target = TARGET): Promise<Exported> {
  const placed = Object.entries(files).map(([path, content]) => [`${target.project}/${path}`, content]);
  return readFolder(folderOf({ 'other-project/note.txt': '', ...Object.fromEntries(placed) }), target);
}

/** A v1 service as a server sends it. */
export function knative(name: string, region: string | null = 'us-central1', generation = 3) {
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: {
      name,
      namespace: '123456789012',
      uid: `uid-${name}`,
      generation,
      labels: region === null ? {} : { 'cloud.googleapis.com/location': region },
      annotations: { 'run.googleapis.com/ingress': 'all' },
    },
    spec: {
      template: { spec: { containers: [{ image: 'example.com/app', env: [{ name: 'A', value: 'x' }] }] } },
      traffic: [{ latestRevision: true, percent: 100 }],
    },
    status: { observedGeneration: generation },
  };
}

/** The same service as the v2 API sends it. */
export function v2(name: string, region = 'us-central1', generation = 3, project = 'shop-prod') {
  return {
    name: `projects/${project}/locations/${region}/services/${name}`,
    generation: String(generation),
    ingress: 'INGRESS_TRAFFIC_ALL',
    template: { containers: [{ image: 'example.com/app', env: [{ name: 'A', value: 'x' }] }] },
  };
}

export const POLICY = {
  bindings: [{ role: 'roles/run.invoker', members: ['allUsers'] }],
  etag: 'BwX=',
  version: 1,
};
