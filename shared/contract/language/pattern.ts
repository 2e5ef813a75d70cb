import { z } from 'zod';
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
    new RegExp(source.replaceAll(/\{(?:env|project)\}/g, 'name'));
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /, '') : 'not readable';
    return `is not a regular expression: ${reason.toLowerCase()}`;
  }
}
