import type { Actor } from './model.ts';

const HOW: Record<Actor['confidence'], string> = {
  high: 'by',
  medium: 'likely by',
  low: 'by one of',
};

/** Who likely made a change, for the end of a sentence: `by alice@example.com with gcloud 528.0.0`. */
export function actorWords({ principal, tool, confidence }: Actor): string {
  return `${HOW[confidence]} ${principal}${tool === null ? '' : ` with ${tool}`}`;
}
