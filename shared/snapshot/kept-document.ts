import { canonicalJson } from './canonical-json.ts';
import type { JsonObject } from './json.ts';
import type { ResourceDocument } from './model.ts';

type Opened = Pick<ResourceDocument, 'evidence' | 'fields'>;

/**
 * A document kept as its canonical text, a third of what its objects take and nothing for the collector of
 * garbage to walk through, and read from it where somebody looks: most of a large estate is as it was and
 * is only compared. Whoever looks at one part after the other reads it once. Its parts are members of its
 * own, so that a copy (`{ ...document }`) has them too; they are not to be changed.
 */
export class KeptDocument implements ResourceDocument {
  static #last: KeptDocument | null = null;
  static #opened: Opened = { evidence: {}, fields: {} };

  readonly name: string;
  declare readonly fields: JsonObject;
  declare readonly evidence: JsonObject;
  readonly #text: string;

  constructor({ evidence, fields, name }: ResourceDocument) {
    this.name = name;
    this.#text = canonicalJson({ evidence, fields, name });
    Object.defineProperties(this, KeptDocument.#parts);
  }

  /** The canonical JSON of any document. */
  static textOf(document: ResourceDocument): string {
    if (#text in document) return document.#text;
    const { evidence, fields, name } = document;
    return canonicalJson({ evidence, fields, name });
  }

  static readonly #parts = {
    fields: {
      enumerable: true,
      get(this: KeptDocument): JsonObject {
        return this.#open().fields;
      },
    },
    evidence: {
      enumerable: true,
      get(this: KeptDocument): JsonObject {
        return this.#open().evidence;
      },
    },
  };

  #open(): Opened {
    if (KeptDocument.#last !== this) {
      KeptDocument.#opened = JSON.parse(this.#text);
      KeptDocument.#last = this;
    }
    return KeptDocument.#opened;
  }
}
