import { z } from 'zod';
import { holdsCredential } from '../../credentials.ts';

/** How a value is named in a message; long text is cut, since it may be something pasted by mistake. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = String(value);
  if (text.length > 40 || holdsCredential(text)) return `${typeof value} of ${text.length} characters`;
  return typeof value === 'string' ? JSON.stringify(text) : text;
}

type RawIssue = { input?: unknown };

/** The one message of a value that is not what it must be; says what is due, and what was found. */
export function must(due: string): { error: (issue: RawIssue) => string } {
  return {
    error: ({ input }) =>
      input === undefined ? `is missing; it must be ${due}` : `must be ${due}, not ${shown(input)}`,
  };
}

/** As `must`, for places where a value may be a secret someone pasted: says the kind of value only. */
export function mustUnseen(due: string): { error: (issue: RawIssue) => string } {
  return {
    error: ({ input }) => (input === undefined ? `is missing; it must be ${due}` : `must be ${due}`),
  };
}

/** Text that is not blank; its output is one line, however YAML folded it. */
export function words(due: string): z.ZodType<string, string> {
  return z
    .string(must(due))
    .regex(/\S/, must(due))
    .transform((text) => text.trim().replace(/\s+/g, ' '));
}

/** Text that a pattern describes wholly. */
export function shaped(pattern: RegExp, due: string): z.ZodString {
  return z.string(must(due)).regex(pattern, must(due));
}

/** Text, or a number that stands for it (`cpu: 1`); a number that loses digits is refused. */
export function textOrNumber(pattern: RegExp, due: string, examples: string[]): z.ZodType<string> {
  const number = z
    .number(must(due))
    .refine((value) => !Number.isInteger(value) || Number.isSafeInteger(value), {
      error: 'is too long to be read as a number; put it in quotes',
    })
    .transform(String)
    .pipe(shaped(pattern, due));
  return z.union([shaped(pattern, due).meta({ examples }), number], must(due));
}

/** A whole number between two others. */
export function wholeNumber(least: number, most: number): z.ZodNumber {
  const due = must(`a whole number from ${least} to ${most}`);
  return z.int(due).min(least, due).max(most, due);
}

/** `true` or `false`; YAML 1.2 reads `yes` and `on` as text. */
export function flag(): z.ZodBoolean {
  return z.boolean(must('true or false'));
}
