import type { ScriptedSource } from '../fakes/estate-source.ts';
import { type ServiceShape, shopService, shopSource } from '../fakes/shop-monitor.ts';

/** What the shop's prod looks like in one pass. */
export interface Look {
  services?: Record<string, ServiceShape>;
  /** Services nobody declared. */
  strays?: number;
  denied?: boolean;
}

/** Passes that end well, and then the one that is killed; it and the passes after it see the same. */
export interface Scene {
  before: Look[];
  killed: Look;
}

const OPENED: Look = { services: { web: { ingress: 'all', invokerOpen: true }, api: { cpu: '2' } } };

export const SCENES: Record<string, Scene> = {
  'the first run': { before: [], killed: OPENED },
  'findings open': { before: [{}], killed: OPENED },
  'some end, another begins': {
    before: [{}, OPENED],
    killed: { services: { api: { cpu: '2', ingress: 'none' } } },
  },
  'more than one message holds': { before: [{}], killed: { strays: 12 } },
  'a scope is denied, another finding ends': {
    before: [{}, { services: { api: { ingress: 'all' } } }],
    killed: { denied: true },
  },
};

/** Makes the shop look so. */
export function show(source: ScriptedSource, look: Look): void {
  const names = ['web', 'api', ...Array.from({ length: look.strays ?? 0 }, (_, index) => `stray-${index}`)];
  source.documents = shopSource().documents;
  source.documents.prod = names.map((name) => shopService('prod', name, look.services?.[name]));
  source.gaps =
    look.denied === true
      ? { 'prod|apikeys.keys': { status: 'DENIED', detail: 'apikeys.keys.list is missing' } }
      : {};
}
