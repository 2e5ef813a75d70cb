import { type FoundService, foundServices } from '../checks/view/found-services.ts';
import { gapOf, ReadingIndex } from '../checks/view/reading-index.ts';
import {
  compareText,
  type Gap,
  gapFor,
  type Reading,
  resourceId,
  type Snapshot,
  UNNAMED,
} from '../snapshot/model.ts';
import type { DraftTarget, Inventory } from './model.ts';
import { tokensOf, wordsOfEnvironment } from './tokens.ts';

/** What was found in each environment that was asked for, in the order of asking. */
export function inventoriesOf(
  snapshot: Snapshot,
  targets: readonly DraftTarget[],
  regions: readonly string[],
): Inventory[] {
  const index = new ReadingIndex(snapshot);
  return targets.map((target) => {
    const readings = index.serviceReadings(target.name);
    const found = foundServices(readings).filter((service) => belongsTo(service.name, target, targets));
    const functions = found.filter(isFunction);
    const services = found.filter((service) => !isFunction(service));
    const chosen = chooseRegions(services, regions);
    const here = services.filter(({ region }) => chosen.includes(region));
    return {
      ...target,
      regions: chosen,
      projectNumber: projectNumber(snapshot, target.name),
      candidates: candidatesOf(target.name, here),
      functions: namesOf(functions),
      elsewhere: services
        .filter(({ region }) => !chosen.includes(region))
        .map(({ name, region }) => ({ name, region })),
      unread: unreadRegions(readings, regions),
    };
  });
}

function namesOf(services: readonly FoundService[]): string[] {
  return [...new Set(services.map(({ name }) => name))].sort(compareText);
}

/** One candidate a name: in every region of the environment it is one service. */
function candidatesOf(environment: string, services: readonly FoundService[]): Inventory['candidates'] {
  return namesOf(services).map((name) => {
    const documents = services.filter((service) => service.name === name).map(({ document }) => document);
    return { environment, name, document: documents.find((document) => document !== null) ?? null };
  });
}

/** Environments of one project are told apart by the words in the names of services; what has none is the first one's. */
function belongsTo(name: string, target: DraftTarget, targets: readonly DraftTarget[]): boolean {
  const sharing = targets.filter(({ project }) => project === target.project);
  if (sharing.length < 2) return true;
  const tokens = tokensOf(name);
  const named = sharing.find((other) => tokens.some((token) => wordsOfEnvironment(other.name).has(token)));
  return (named ?? sharing[0])?.name === target.name;
}

/** Cloud Run shows functions of the second generation among its services, under a label of their own. */
function isFunction({ document }: FoundService): boolean {
  return document?.evidence.managedBy === 'cloudfunctions';
}

/**
 * The regions asked for where there are services; else those where there are some. Since each service of
 * a role belongs in every region of its environment, only the fullest one counts where they hold different ones.
 */
function chooseRegions(services: readonly FoundService[], asked: readonly string[]): string[] {
  const byRegion = Map.groupBy(services, ({ region }) => region);
  const held = (region: string) => namesOf(byRegion.get(region) ?? []);
  const wanted = asked.filter((region) => byRegion.has(region));
  const candidates = wanted.length > 0 ? wanted : [...byRegion.keys()].sort(compareText);
  const [first] = candidates;
  if (first === undefined) return [...asked];
  const alike = candidates.every((region) => held(region).join() === held(first).join());
  if (alike) return candidates;
  return [candidates.reduce((best, region) => (held(region).length > held(best).length ? region : best))];
}

function unreadRegions(
  readings: readonly Reading[],
  asked: readonly string[],
): { region: string; gap: Gap }[] {
  const unread = readings.flatMap((reading) => {
    const gap = reading.status === 'OK' ? gapFor(reading, resourceId(reading, UNNAMED)) : gapOf(reading);
    return gap === null ? [] : [{ region: reading.region ?? asked.join(', '), gap }];
  });
  return unread.sort((a, b) => compareText(a.region, b.region));
}

const DEFAULT_COMPUTE = /^([1-9]\d{5,18})-compute@developer\.gserviceaccount\.com$/;

/** The number of a project, from the name of its default compute account; null where that is not seen. */
function projectNumber(snapshot: Snapshot, environment: string): string | null {
  const accounts = snapshot.readings
    .filter((reading) => reading.environment === environment && reading.resource === 'iam.serviceAccounts')
    .flatMap((reading) => Object.values(reading.documents).map(({ name }) => DEFAULT_COMPUTE.exec(name)?.[1]))
    .filter((number) => number !== undefined);
  return accounts.length === 1 ? (accounts[0] ?? null) : null;
}
