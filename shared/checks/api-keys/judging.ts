import type { Environment } from '../../contract/model.ts';
import type { ApiKeyIntent } from '../../contract/sections/api-keys.ts';
import type { Subject } from '../results/result.ts';
import { shellWord } from '../results/shell-word.ts';
import type { EstateView } from '../view/view.ts';
import type { ObservedApiKey } from './api-key.ts';

/** What one API key is judged by. */
export interface ApiKeyJudging {
  environment: Environment;
  intent: ApiKeyIntent;
  view: EstateView;
  failOnDeprecated: boolean;
}

/** What a result about an API key is about; keys are of no role. */
export function subjectOfKey({ environment }: ApiKeyJudging, key: ObservedApiKey | null): Subject {
  return { role: null, environment: environment.name, resource: key?.id ?? null };
}

/** The command that changes what a key may be used for or from. */
export function updateKey({ environment }: ApiKeyJudging, { uid }: ObservedApiKey, flags: string): string {
  return `gcloud services api-keys update ${uid} --project=${environment.project} ${flags}`;
}

/** Flags for API targets. */
export function targetFlags(services: readonly string[]): string {
  return services.map((service) => `--api-target=service=${service}`).join(' ');
}

/** Flags for referrers. */
export function referrerFlags(referrers: readonly string[]): string {
  return `--allowed-referrers=${shellWord(referrers.join(','))}`;
}
