import { createGoogleSource } from '../../shared/adapters/google/source.ts';
import { createTransport } from '../../shared/adapters/google/transport.ts';
import { captureEstate } from '../../shared/estate/capture.ts';
import type { RawDocument } from '../../shared/estate/source.ts';
import { createValueReducer } from '../../shared/estate/value-reducer.ts';
import {
  compareText,
  type ResourceClass,
  type ResourceDocument,
  resourceId,
  type Snapshot,
} from '../../shared/snapshot/model.ts';
import { canonicalDocument } from '../../shared/snapshot/normalise.ts';
import type { GoogleSimulator } from '../simulator/google.ts';
import { ENVIRONMENTS, REGION } from '../simulator/jualuma-facts.ts';

/** Canonical documents by `class project resource-id`. */
export type Documents = Record<string, ResourceDocument>;

export const REGIONS = [REGION, 'europe-west1'];

const reduce = createValueReducer({
  key: new Uint8Array(32).fill(3),
  environments: ENVIRONMENTS.map(({ name, project, number }) => ({ name, identifiers: [project, number] })),
});

/** What the monitor captures of the whole estate. */
export function captureOurs(google: GoogleSimulator): Promise<Snapshot> {
  return captureEstate({
    estate: 'jualuma',
    targets: ENVIRONMENTS.map(({ name, project }) => ({ environment: name, project, regions: [REGION] })),
    source: createGoogleSource(createTransport({ auth: null, concurrency: 24, endpoint: google.url })),
    reduce,
    projectNumbers: Object.fromEntries(ENVIRONMENTS.map(({ project, number }) => [project, number])),
    now: new Date('2026-02-27T03:00:00Z'),
    signal: new AbortController().signal,
  });
}

/** The captured documents of some classes. */
export function documentsOf(snapshot: Snapshot, classes: readonly ResourceClass[]): Documents {
  const readings = snapshot.readings.filter(({ resource }) => classes.includes(resource));
  return inOrder(
    readings.flatMap(({ resource, project, documents }) =>
      Object.entries(documents).map(([id, document]): [string, ResourceDocument] => [
        `${resource} ${project} ${id}`,
        document,
      ]),
    ),
  );
}

/** Documents somebody else read, in canonical form. */
export function canonicalOf(raws: (RawDocument & { project: string })[]): Documents {
  return inOrder(
    raws.map((raw) => {
      const environment = ENVIRONMENTS.find(({ project }) => project === raw.project);
      const answer = canonicalDocument(raw, {
        environment: environment?.name ?? '',
        project: raw.project,
        projectNumber: environment?.number ?? null,
        reduce,
      });
      if (!answer.ok) throw new Error(`${raw.resource} ${raw.name}: ${answer.problem}`);
      return [`${raw.resource} ${raw.project} ${resourceId(raw, raw.name)}`, answer.document];
    }),
  );
}

/** In the order of their names; instants of the evidence in one spelling: `…:49Z` is `…:49.000000Z`. */
function inOrder(documents: [string, ResourceDocument][]): Documents {
  const spelled = documents.map(([name, document]): [string, ResourceDocument] => [
    name,
    { ...document, evidence: JSON.parse(JSON.stringify(document.evidence), spellInstant) },
  ]);
  return Object.fromEntries(spelled.sort(([a], [b]) => compareText(a, b)));
}

function spellInstant(_: string, value: unknown): unknown {
  const isInstant = typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
  return isInstant ? new Date(value).toISOString() : value;
}
