import { z } from 'zod';
import { repeatsRepetition } from './endless.ts';
import { must } from './words.ts';

const DUE = must('a regular expression');

/** A regular expression that compiles; `{env}` and `{project}` stand for the environment's name and project, taken as text. */
export function pattern(): z.ZodString {
  return z
    .string(DUE)
    .min(1, DUE)
    .max(1_000, { error: 'is longer than a regular expression may be (1000 characters)' })
    .superRefine((source, context) => {
      const problem = compileError(source);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    })
    .meta({ format: 'regex' });
}

function compileError(source: string): string | null {
  try {
    const filled = source.replaceAll(/\{(?:env|project)\}/g, 'name');
    new RegExp(filled);
    return repeatsRepetition(filled)
      ? 'repeats a group that repeats or chooses inside, which may take for ever: name its characters in one set, as in [a-z.-]+'
      : null;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /, '') : 'not readable';
    return `is not a regular expression: ${reason.toLowerCase()}`;
  }
}
