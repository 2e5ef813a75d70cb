import { z } from 'zod';
import type { JsonObject } from '../snapshot/json.ts';
import { contractSchema } from './language/contract.ts';
import { ANY_NAMES } from './language/names.ts';

/** The JSON Schema (draft 7) of the contract's language, with a description of every key, for editors. */
export function contractJsonSchema(): JsonObject {
  const { $schema, ...schema } = z.toJSONSchema(contractSchema(ANY_NAMES), {
    target: 'draft-7',
    io: 'input',
  }) as JsonObject;
  return {
    $schema: $schema ?? 'http://json-schema.org/draft-07/schema#',
    title: 'Plumbline parity contract',
    description:
      'What must match between the environments of an estate, what must differ, and what is accepted to differ, by whom and until when.',
    ...schema,
  };
}
