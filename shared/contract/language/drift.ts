import { z } from 'zod';
import { addClash } from './clash.ts';
import { listOf, section } from './section.ts';
import { must, shaped } from './words.ts';

/** Which differences between two passes are no drift. */
export function drift() {
  return section('drift', {
    ignore: listOf('a list of ignored paths', ignored())
      .optional()
      .describe('Paths whose changes are nothing: { path: labels.release-id }.'),
    release: listOf('a list of paths', fieldPath())
      .optional()
      .describe('Paths whose changes are a release: recorded, not alerted.'),
  })
    .superRefine(({ ignore = [], release = [] }, context) => {
      for (const [index, path] of release.entries()) {
        const other = ignore.indexOf(path);
        if (other === -1) continue;
        const message = 'is ignored, so that it cannot be recorded as well';
        addClash(context, { path: ['release', index], other: ['ignore', other], message });
      }
    })
    .describe('Which differences between two passes are no drift.');
}

function ignored(): z.ZodType<string> {
  const full = section('an ignored path', {
    path: fieldPath().describe('Path of the field, or its trailing part.'),
    reason: z.string(must('why it is ignored')).optional().describe('Why it is ignored.'),
  }).transform(({ path }) => path);
  return z.union([fieldPath(), full], must('{ path: labels.release-id }'));
}

/** A path as findings show it, or its trailing segments; `*` stands for one segment. */
function fieldPath(): z.ZodString {
  return shaped(
    /^(?:[A-Za-z0-9_*-]+|\["[^"\n]+"\])(?:\.[A-Za-z0-9_*-]+|\["[^"\n]+"\])*$/,
    'a path of a field such as labels.release-id',
  );
}
