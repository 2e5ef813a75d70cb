import type { FieldClass } from '../snapshot/model.ts';
import { SEVERITIES, type Severity } from './model.ts';

/** What a severity is decided from. */
export interface SeverityFacts {
  environmentProtected: boolean;
  fieldClass: Exclude<FieldClass, 'noise'>;
  /** The change lets more happen than before. */
  widening: boolean;
  /** It concerns who can reach or read something, or as whom something runs. */
  reach: boolean;
}

/**
 * critical: a protected environment opens up or a runtime identity widens there. high: its other
 * posture. medium: its config, and posture elsewhere. low: the rest.
 */
export function severityOf(facts: SeverityFacts): Severity {
  const posture = facts.fieldClass === 'posture';
  if (facts.environmentProtected && posture && facts.widening && facts.reach) return 'critical';
  if (facts.environmentProtected && posture) return 'high';
  if (posture) return 'medium';
  if (facts.environmentProtected && facts.fieldClass !== 'release') return 'medium';
  return 'low';
}

/** Orders severities, worst first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}

/** The worse of two severities. */
export function worse(a: Severity, b: Severity): Severity {
  return compareSeverity(a, b) <= 0 ? a : b;
}
