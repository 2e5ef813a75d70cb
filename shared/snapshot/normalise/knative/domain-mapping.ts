import type { Raw } from '../context.ts';
import { objectAt } from '../read.ts';
import { membersBut, OUTPUT, spreadAnnotations } from './annotations.ts';

const KNOWN = {
  setters: new Map(),
  noise: new Set([...OUTPUT, 'run.googleapis.com/lastModifier', 'serving.knative.dev/lastModifier']),
};
const NONE: ReadonlySet<string> = new Set();

/** A v1 domain mapping with its spec's members beside its labels and annotations. */
export function restMapping(raw: Raw): Raw {
  const metadata = objectAt(raw.metadata, 'metadata');
  const out = membersBut(objectAt(raw.spec, 'spec'), NONE);
  out.annotations = spreadAnnotations(objectAt(metadata.annotations, 'metadata.annotations'), KNOWN, out);
  out.labels = metadata.labels;
  return out;
}
