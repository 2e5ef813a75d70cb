import { z } from 'zod';
import { bytes, cores } from '../../snapshot/normalise/quantities.ts';
import { durationMs } from './time.ts';
import { must, textOrNumber } from './words.ts';

const CPU = /^(?!0+(?:\.0+)?$)(?:\d{1,4}(?:\.\d{1,3})?|[1-9]\d{0,6}m)$/;
const MEMORY = /^[1-9]\d{0,9}(?:Ki|Mi|Gi|Ti|k|M|G|T)$/;

/** CPU as cores or thousandths (`1`, `0.5`, `500m`); its output is decimal cores ("0.5"). */
export function cpu(): z.ZodType<string> {
  const quantity = textOrNumber(CPU, 'an amount of CPU such as 1, 0.5 or 500m', ['1', '0.5', '500m']);
  return quantity.transform((text) => cores(text, '') ?? text);
}

/** Memory with its unit; its output is in the largest binary unit that holds it exactly ("512Mi"). */
export function memory(): z.ZodType<string, string> {
  const due = must('an amount of memory such as 512Mi or 2Gi');
  return z
    .string(due)
    .regex(MEMORY, due)
    .meta({ examples: ['512Mi', '2Gi'] })
    .transform((text) => bytes(text, '') ?? text);
}

/** A request timeout; its output is in seconds ("300s"). */
export function timeout(): z.ZodType<string, string> {
  const due = must('a duration from 1s to 60m, such as 300s or 5m');
  return z
    .string(due)
    .refine((text) => (durationMs(text) ?? Number.POSITIVE_INFINITY) <= 3_600_000, due)
    .meta({ examples: ['300s', '5m'] })
    .transform((text) => `${(durationMs(text) ?? 0) / 1_000}s`);
}
