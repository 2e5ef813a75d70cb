import picomatch from 'picomatch';
import { part } from '../view/containers.ts';
import type { FoundService } from '../view/found-services.ts';

/** Whether a service is to be left alone; `unsure` where only its labels could say and they were not read. */
export type Ignored = 'yes' | 'no' | 'unsure';

/** Reads `ignoreServices`: name patterns (`preview-*`), or labels (`key:value`, the value may be a pattern). */
export function ignorer(patterns: readonly string[]): (service: FoundService) => Ignored {
  const names = patterns.filter((pattern) => !pattern.includes(':')).map((pattern) => picomatch(pattern));
  const labels = patterns.filter((pattern) => pattern.includes(':')).map(labelMatcher);
  return (service) => {
    if (names.some((matches) => matches(service.name))) return 'yes';
    if (service.document === null) return labels.length > 0 ? 'unsure' : 'no';
    return labels.some((matches) => matches(service)) ? 'yes' : 'no';
  };
}

/** Google's own label on generated services is evidence rather than a field where it is dropped as noise. */
function labelMatcher(pattern: string): (service: FoundService) => boolean {
  const at = pattern.indexOf(':');
  const key = pattern.slice(0, at);
  const matches = picomatch(pattern.slice(at + 1));
  return ({ document }) => {
    const label = part(document?.fields.labels)[key];
    const managed = key === 'goog-managed-by' ? document?.evidence.managedBy : undefined;
    return [label, managed].some((value) => typeof value === 'string' && matches(value));
  };
}
