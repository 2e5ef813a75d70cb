import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGE, pageText } from './estate.ts';

/** Project → the files of its pages, in order. */
export type Pages = ReadonlyMap<string, string[]>;

/** Writes the pages of each project's services into a folder: what makes them up is no work of a pass. */
export function writePages(folder: string, projects: string[], services: number): Pages {
  return new Map(
    projects.map((project) => {
      const paths: string[] = [];
      for (let from = 0; from < services; from += PAGE) {
        const path = join(folder, `${project}-${from}.json`);
        writeFileSync(path, pageText(project, from, Math.min(PAGE, services - from)));
        paths.push(path);
      }
      return [project, paths];
    }),
  );
}
