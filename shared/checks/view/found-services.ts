import {
  compareText,
  type Gap,
  type Reading,
  type ResourceDocument,
  resourceId,
  UNNAMED,
} from '../../snapshot/model.ts';

/** A service of a project, of the contract or not. `document` is null where only its name is known. */
export interface FoundService {
  id: string;
  name: string;
  region: string;
  document: ResourceDocument | null;
  gap: Gap | null;
}

/** Every service that any region's reading names, by id; one that could not be read is there all the same. */
export function foundServices(readings: readonly Reading[]): FoundService[] {
  return readings
    .flatMap((reading) => {
      const region = reading.region ?? 'an unknown region';
      const read = Object.entries(reading.documents).map(
        ([id, document]): FoundService => ({
          id,
          name: document.name,
          region,
          document,
          gap: null,
        }),
      );
      const named = Object.entries(reading.gaps).filter(([id]) => id !== resourceId(reading, UNNAMED));
      const unread = named.map(
        ([id, gap]): FoundService => ({
          id,
          name: id.split('/').at(-1) ?? id,
          region,
          document: null,
          gap,
        }),
      );
      return [...read, ...unread];
    })
    .sort((a, b) => compareText(a.id, b.id));
}
