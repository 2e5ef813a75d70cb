import type { JsonObject } from '../json.ts';
import { ForeignDocument, type Place, type Raw } from './context.ts';
import { CERTIFICATE_MODE, enumAt } from './enums.ts';
import { restMapping } from './knative/domain-mapping.ts';
import { annotations, labels } from './labels.ts';
import { flagAt, put, textAt } from './read.ts';
import { checkKnative, checkName } from './shape.ts';
import { keepUnknown } from './unknown.ts';

const MAPPING = new Set(['annotations', 'certificateMode', 'forceOverride', 'labels', 'routeName']);
const GROUP = { kind: 'DomainMapping', group: 'domains.cloudrun.com' };

/** Which service a domain leads to; only v1 knows domain mappings. Google's own certificate is the default. */
export function domainMappingFields(body: Raw, place: Place, domain: string): JsonObject {
  if (body.metadata === undefined || body.spec === undefined)
    throw new ForeignDocument('a domain mapping is due, and this has no metadata or no spec');
  checkKnative(body, GROUP);
  checkName((body.metadata as Raw).name, domain, 'domain');
  const raw = restMapping(body);
  const out: JsonObject = {};
  put(out, 'annotations', annotations(raw.annotations, place, 'annotations'));
  const mode = enumAt(raw.certificateMode, CERTIFICATE_MODE, 'certificateMode');
  put(out, 'certificateMode', mode === 'AUTOMATIC' ? undefined : mode);
  put(out, 'forceOverride', flagAt(raw.forceOverride, 'forceOverride'));
  put(out, 'labels', labels(raw.labels, place, 'labels'));
  put(out, 'routeName', textAt(raw.routeName, 'routeName'));
  keepUnknown(out, raw, { known: MAPPING, place });
  return out;
}
