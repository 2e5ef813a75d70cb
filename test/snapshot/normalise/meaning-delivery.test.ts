import { describe } from '@jest/globals';
import { container, knative, MAIN, template } from '../bodies.ts';
import { type Rule, testRules } from './meaning.ts';

const env = (...list: object[]) => container({ env: list });
const secretEnv = (secret: string, version: string) =>
  env({ name: 'K', valueSource: { secretKeyRef: { secret, version } } });

const RULES: Rule[] = [
  {
    rule: 'a key without a value is an empty literal',
    same: [
      env({ name: 'K' }),
      env({ name: 'K', value: '' }),
      knative({ container: { env: [{ name: 'K' }] } }),
    ],
    loud: [
      [env({ name: 'K', value: ' ' }), `${MAIN}.env.K`],
      [env(), `${MAIN}.env.K`],
    ],
  },
  {
    rule: 'the order of env is nothing',
    same: [
      env({ name: 'A', value: '1' }, { name: 'B', value: '2' }),
      env({ name: 'B', value: '2' }, { name: 'A', value: '1' }),
    ],
    loud: [[env({ name: 'A', value: '2' }, { name: 'B', value: '1' }), `${MAIN}.env.A`, `${MAIN}.env.B`]],
  },
  {
    rule: 'a secret of the same project has a short name, by id or number',
    same: [
      secretEnv('s', '1'),
      secretEnv('projects/shop-prod/secrets/s', '1'),
      secretEnv('projects/450503644772/secrets/s', '1'),
      knative({
        container: {
          env: [{ name: 'K', valueFrom: { secretKeyRef: { name: 's', key: '1', optional: false } } }],
        },
      }),
    ],
    loud: [
      [secretEnv('projects/shop-dev/secrets/s', '1'), `${MAIN}.env.K`],
      [secretEnv('s', '2'), `${MAIN}.env.K`],
      [secretEnv('S', '1'), `${MAIN}.env.K`],
    ],
  },
  {
    rule: 'a v1 alias is the secret it stands for',
    same: [
      secretEnv('projects/vault/secrets/s', '3'),
      knative({
        template: { 'run.googleapis.com/secrets': 'a:projects/vault/secrets/s, b:projects/x/secrets/y' },
        container: { env: [{ name: 'K', valueFrom: { secretKeyRef: { name: 'a', key: '3' } } }] },
      }),
    ],
    loud: [
      [
        knative({
          container: { env: [{ name: 'K', valueFrom: { secretKeyRef: { name: 'a', key: '3' } } }] },
        }),
        `${MAIN}.env.K`,
      ],
    ],
  },
  {
    rule: 'a mounted secret without items shows its newest version under its name',
    same: [
      template({ volumes: [{ name: 'v', secret: { secret: 's', defaultMode: 292 } }] }),
      template({
        volumes: [{ name: 'v', secret: { secret: 's', items: [{ path: 's', version: 'latest', mode: 0 }] } }],
      }),
      knative({
        spec: {
          volumes: [{ name: 'v', secret: { secretName: 's', items: [{ path: 's', key: 'latest' }] } }],
        },
      }),
    ],
    loud: [
      [
        template({ volumes: [{ name: 'v', secret: { secret: 's', items: [{ path: 's', version: '1' }] } }] }),
        'template.volumes.v.secret.items.s',
      ],
      [
        template({
          volumes: [{ name: 'v', secret: { secret: 's', items: [{ path: 'x', version: 'latest' }] } }],
        }),
        'template.volumes.v.secret.items.x',
      ],
    ],
  },
  {
    rule: 'mount options are a set',
    same: [
      template({
        volumes: [{ name: 'v', gcs: { bucket: 'b', readOnly: true, mountOptions: ['y', 'x=1'] } }],
      }),
      knative({
        spec: {
          volumes: [
            {
              name: 'v',
              csi: {
                driver: 'gcsfuse.run.googleapis.com',
                readOnly: 'true',
                volumeAttributes: { bucketName: 'b', mountOptions: 'x=1,  y' },
              },
            },
          ],
        },
      }),
    ],
    loud: [
      [
        template({ volumes: [{ name: 'v', gcs: { bucket: 'b', mountOptions: ['x=1', 'y'] } }] }),
        'template.volumes.v.gcs.readOnly',
      ],
    ],
  },
  {
    rule: 'members that every object inherits are names like others',
    same: [env({ name: 'constructor', value: 'a' }, { name: '__proto__', value: 'b' })],
    loud: [
      [env({ name: 'constructor', value: 'a' }), `${MAIN}.env.__proto__`],
      [env({ name: '__proto__', value: 'b' }), `${MAIN}.env.constructor`],
    ],
  },
];

describe('comparison by meaning: delivery', () => testRules(RULES));
