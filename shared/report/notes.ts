import { compareText, type Snapshot } from '../snapshot/model.ts';
import { unknownFields } from '../snapshot/unknown-fields.ts';

/**
 * What is worth knowing and wrong of nothing, a sentence each: fields the live API sends and the catalogue
 * does not know, each place once with how many resources have it. They are compared like configuration.
 */
export function notesOf(snapshot: Snapshot): string[] {
  const fields = snapshot.readings.flatMap((reading) =>
    unknownFields(reading).map(({ id, path }) => ({
      path,
      resource: reading.resource,
      where: `${reading.environment} ${id}`,
    })),
  );
  const places = Map.groupBy(fields, ({ resource, path }) => `${resource} ${path}`);
  return [...places]
    .sort(([a], [b]) => compareText(a, b))
    .map(([place, found]) => {
      const [first, ...others] = found.map(({ where }) => where);
      const more = others.length === 0 ? '' : ` and ${others.length} more`;
      return `${place} is a field Plumbline does not know yet; a change of it is told as unclassified (${first}${more})`;
    });
}
