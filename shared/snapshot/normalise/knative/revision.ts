import type { Raw } from '../context.ts';
import { objectAt } from '../read.ts';
import { restTemplate } from './template.ts';

const SERVICE = 'serving.knative.dev/service';
const KNATIVE = 'serving.knative.dev/';

/** A v1 revision in v2 shape: the labels that tie it to its service are no labels there. */
export function restRevision(raw: Raw): Raw {
  const metadata = objectAt(raw.metadata, 'metadata');
  const labels = objectAt(metadata.labels, 'metadata.labels');
  const out = restTemplate(raw, 'requests');
  out.labels = withoutKnative(labels);
  out.annotations = withoutKnative(objectAt(out.annotations, 'metadata.annotations'));
  out.name = metadata.name;
  out.service = labels[SERVICE];
  return out;
}

function withoutKnative(map: Raw): Raw {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !key.startsWith(KNATIVE)));
}
