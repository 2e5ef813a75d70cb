import type { Received, Reply } from '../adapters/google/local-server.ts';

/** Names no resource has, each of which would lead elsewhere were it put into a path as it is. */
export const HOSTILE_NAMES = [
  'S:access',
  'latest:access',
  'S:setIamPolicy',
  'S:getIamPolicy?x=',
  'S?alt=media',
  'S#',
  'S%2Fversions%2F1:access',
  '..',
  '%2e%2e',
  '..%2f..%2fv1',
  'S\\..\\..',
  'S;x=1',
  'S\n',
  'ѕervice',
  'a b',
];

/** Every list holds one entry of this name; every other answer is empty. */
export function hostileAnswers(name: string): (request: Received) => Reply {
  const labels = { 'cloud.googleapis.com/location': name };
  const lists: [RegExp, object][] = [
    [/\/locations\/-\/services$/, { items: [{ metadata: { name, labels } }] }],
    [/\/(?:services|jobs|workerPools)$/, ofEach(['services', 'jobs', 'workerPools'], { name })],
    [
      /\/serviceAccounts$/,
      { accounts: [{ name, email: `${name}@shop-prod.iam.gserviceaccount.com` }, { email: name }] },
    ],
    [/\/secrets$/, { secrets: [{ name: `projects/1/secrets/${name}` }] }],
    [/\/keys$/, { keys: [{ name, uid: name }] }],
  ];
  return ({ path }) => ({ json: lists.find(([pattern]) => pattern.test(path))?.[1] ?? {} });
}

function ofEach(keys: string[], item: object): object {
  return Object.fromEntries(keys.map((key) => [key, [item]]));
}
