import { describe, expect, test } from '@jest/globals';
import { catalogueOf } from '../../../shared/snapshot/catalogue.ts';
import { diffFields } from '../../../shared/snapshot/diff-fields.ts';
import type { ResourceClass } from '../../../shared/snapshot/model.ts';
import { formatPath } from '../../../shared/snapshot/path.ts';
import { documentOf } from '../../properties/read.ts';

type Body = Record<string, unknown> | unknown[];

/** One rule of comparison by meaning: the noise it silences, and the real changes beside it. */
export interface Rule {
  rule: string;
  /** Bodies that mean the same. */
  same: Body[];
  /** Bodies that differ from the first of `same`, and where. */
  loud: [body: Body, ...paths: string[]][];
}

/** Holds every rule in both directions, for documents called `svc` of one class. */
export function testRules(rules: Rule[], resource: ResourceClass = 'run.services'): void {
  describe.each(rules)('$rule', ({ same, loud }) => {
    const fieldsOf = (body: unknown) => documentOf(resource, 'svc', body).fields;
    const first = fieldsOf(same[0]);

    test('the noise is silent', () => {
      for (const body of same) expect(fieldsOf(body)).toEqual(first);
    });

    test('the real change beside it is loud', () => {
      for (const [body, ...paths] of loud) {
        const found = diffFields(first, fieldsOf(body), catalogueOf(resource));
        expect(found.map(({ segments }) => formatPath(segments))).toEqual(paths);
      }
    });
  });
}
