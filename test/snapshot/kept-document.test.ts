import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../shared/snapshot/json.ts';
import { KeptDocument } from '../../shared/snapshot/kept-document.ts';
import type { ResourceDocument } from '../../shared/snapshot/model.ts';

const web: ResourceDocument = {
  name: 'web',
  fields: { template: { containers: { main: { image: 'web:1' } } }, ingress: 'INGRESS_TRAFFIC_ALL' },
  evidence: { uri: 'https://web-abc-uc.a.run.app', reconciling: false },
};
const api: ResourceDocument = { name: 'api', fields: { labels: { team: 'a' } }, evidence: {} };

const object = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<JsonObject>;
const document = fc.record({ name: fc.string(), fields: object, evidence: object });

describe('a kept document', () => {
  test('says what it was made of, whichever is asked in between', () => {
    const [keptWeb, keptApi] = [new KeptDocument(web), new KeptDocument(api)];
    expect(keptWeb.fields).toEqual(web.fields);
    expect(keptApi.evidence).toEqual(api.evidence);
    expect(keptWeb.evidence).toEqual(web.evidence);
    expect(keptApi.fields).toEqual(api.fields);
  });

  test('of any content is the same document, and the same text', () => {
    fc.assert(
      fc.property(document, document, (one, other) => {
        const [kept, another] = [new KeptDocument(one), new KeptDocument(other)];
        expect(JSON.parse(JSON.stringify(another))).toEqual(JSON.parse(JSON.stringify(other)));
        expect(JSON.stringify(kept.fields)).toBe(JSON.stringify(JSON.parse(KeptDocument.textOf(one)).fields));
        expect(KeptDocument.textOf(kept)).toBe(KeptDocument.textOf(one));
        expect(kept.name).toBe(one.name);
      }),
      { numRuns: 1_000 },
    );
  });

  test('is read once where one part is looked at after the other', () => {
    const kept = new KeptDocument(web);
    const { fields } = kept;
    expect(kept.fields).toBe(fields);
    expect(new KeptDocument(api).fields).toEqual(api.fields);
    expect(kept.fields).not.toBe(fields);
  });

  test('has its parts in every copy', () => {
    const { name, ...rest } = new KeptDocument(web);
    expect({ ...rest, name: `${name}-copy` }).toEqual({ ...web, name: 'web-copy' });
    expect(structuredClone(new KeptDocument(api))).toEqual(api);
  });

  test('does not change with what it was made of', () => {
    const fields: Record<string, Json> = { ingress: 'all' };
    const kept = new KeptDocument({ name: 'web', fields, evidence: {} });
    fields.ingress = 'internal';
    expect(kept.fields).toEqual({ ingress: 'all' });
  });
});
