import type { CaptureTarget, RawDocument, ScopeOutcome } from '../../estate/source.ts';
import { exportCommand } from '../../report/export-commands.ts';
import { isObject, type JsonObject } from '../../snapshot/json.ts';
import { compareText, type Gap } from '../../snapshot/model.ts';
import { type Answer, type ExportFolder, faulty } from './folder.ts';
import { isGap, listOf } from './list.ts';
import { addGap, gapOutcome, missing, noGaps, readOutcome } from './outcome.ts';
import { ownerAnswer } from './owner-file.ts';
import { identifyRunDocument, REVISION } from './run-document.ts';
import type { ServiceRegion } from './services.ts';
import { olderServing } from './serving.ts';

const FILE = 'run-revisions';

export interface RevisionsContext {
  folder: ExportFolder;
  target: CaptureTarget;
  /** What was read of the services of one region. */
  services: ServiceRegion;
  /** Services whose name is taken in another region too. */
  ambiguous: ReadonlySet<string>;
}

/**
 * Reads the revisions that take traffic where a service's template does not: one document a service,
 * `{revisions: […]}`, for which its file is needed. A service whose template serves needs none; one
 * that could not be read may need one.
 */
export async function readRevisions(
  context: RevisionsContext,
  emit: (document: RawDocument) => void,
): Promise<ScopeOutcome> {
  const { outcome, documents } = context.services;
  const scope = { resource: 'run.revisions', region: outcome.region } as const;
  if (outcome.status !== 'OK') {
    const detail = `which revisions serve is not known: ${outcome.detail ?? outcome.status}`;
    return gapOutcome(scope, { status: 'NOT_CAPTURED', detail });
  }
  const gaps = noGaps();
  for (const [name, gap] of Object.entries(outcome.gaps)) addGap(gaps, name, gap);
  for (const [name, needed] of servingOf(documents)) {
    const answer = await readServing(context, name, needed);
    if ('gap' in answer) addGap(gaps, name, answer.gap);
    else emit({ ...scope, name, body: { revisions: answer.revisions } });
  }
  return readOutcome(scope, gaps);
}

/** Service → revisions its document says serve instead of the template; services without any are left out. */
function servingOf(documents: RawDocument[]): [string, string[]][] {
  const needs = new Map<string, Set<string>>();
  for (const { name, body } of documents) {
    for (const revision of isObject(body) ? olderServing(body) : []) {
      needs.set(name, (needs.get(name) ?? new Set()).add(revision));
    }
  }
  return [...needs]
    .map(([name, revisions]): [string, string[]] => [name, [...revisions]])
    .sort(([a], [b]) => compareText(a, b));
}

async function readServing(
  { folder, target, services, ambiguous }: RevisionsContext,
  name: string,
  needed: string[],
): Promise<{ revisions: JsonObject[] } | { gap: Gap }> {
  const { region } = services.outcome;
  const own = await ownerAnswer({ folder, file: FILE, name, region, ambiguous, placed: false });
  const answer = own.kind === 'absent' ? await folder.answer(FILE) : own;
  if (answer.kind === 'gap') return answer;
  if (own.kind === 'absent' || answer.kind === 'absent') {
    const command = exportCommand(FILE, { project: target.project, owner: name, region: region ?? '' });
    const gap = missing(folder.label(`${FILE}/${name}.json`), command);
    return { gap: { ...gap, detail: `${needed.join(', ')} serves instead of the template; ${gap.detail}` } };
  }
  return pick(answer, { service: name, project: target.project, needed });
}

function pick(
  answer: Extract<Answer, { kind: 'read' }>,
  wanted: { service: string; project: string; needed: string[] },
): { revisions: JsonObject[] } | { gap: Gap } {
  const list = listOf(answer);
  if (isGap(list)) return { gap: list };
  const held = new Map<string, JsonObject>();
  for (const [index, element] of list.elements.entries()) {
    const place = `${list.file}[${index}]`;
    const identified = identifyRunDocument(element, REVISION, { file: place, project: wanted.project });
    if (!identified.ok) return { gap: faulty(place, identified.fault) };
    const { name, body } = identified.document;
    if (serviceOf(body) !== wanted.service) return { gap: faulty(place, 'is a revision of another service') };
    held.set(name, body);
  }
  const absent = wanted.needed.filter((name) => !held.has(name));
  if (absent.length > 0) {
    const fault = `does not hold ${absent.join(', ')}, which serves: save it again, it may be older than the service`;
    return { gap: faulty(list.file, fault) };
  }
  return { revisions: [...held].filter(([name]) => wanted.needed.includes(name)).map(([, body]) => body) };
}

function serviceOf({ metadata, service, name }: JsonObject): string | null {
  if (isObject(metadata)) {
    const label = isObject(metadata.labels) ? metadata.labels['serving.knative.dev/service'] : undefined;
    return typeof label === 'string' ? label : null;
  }
  if (typeof service === 'string') return service.split('/').at(-1) ?? null;
  const [, inName] = (typeof name === 'string' && /\/services\/([^/]+)\/revisions\//.exec(name)) || [];
  return inName ?? null;
}
