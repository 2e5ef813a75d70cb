import { describe } from '@jest/globals';
import { parseExport } from '../../../shared/adapters/exports/parse.ts';
import { container, knative, MAIN, rest, service, template } from '../bodies.ts';
import { type Rule, testRules } from './meaning.ts';

const yaml = (value: string) => {
  const parsed = parseExport(
    [
      'name: projects/shop-prod/locations/europe-west1/services/svc',
      'ingress: INGRESS_TRAFFIC_ALL',
      'template:',
      '  containers:',
      '  - image: gcr.io/shop-prod/svc:1',
      '    ports:',
      '    - containerPort: 8080',
      '      name: http1',
      '    resources: {cpuIdle: true}',
      '    env:',
      '    - name: K',
      `      value: ${value}`,
    ].join('\n'),
  );
  if (!parsed.ok) throw new Error(parsed.fault);
  return parsed.documents[0] as Record<string, unknown>;
};
const env = (value: string) => container({ env: [{ name: 'K', value }] });
const mounts = (...volumeMounts: object[]) => container({ volumeMounts });
const containers = (...list: object[]) => ({ ...rest(), template: { containers: list } });
const APP = { name: 'app', image: 'a', ports: [{ containerPort: 8080 }] };
const PROXY = { name: 'proxy', image: 'p' };
const KEYS = { name: 'keys', secret: { secret: 'k', items: [{ path: 'a', version: '1' }] } };
const TMP = { name: 'tmp', emptyDir: { medium: 'MEMORY' } };

const DEPENDENCIES = 'run.googleapis.com/container-dependencies';

const RULES: Rule[] = [
  {
    rule: 'containers are a set by name',
    same: [containers(APP, PROXY), containers(PROXY, APP)],
    loud: [
      [containers(APP), 'template.containers.proxy'],
      [containers(APP, { ...PROXY, image: 'q' }), 'template.containers.proxy.image'],
    ],
  },
  {
    rule: 'volumes are a set by name',
    same: [template({ volumes: [KEYS, TMP] }), template({ volumes: [TMP, KEYS] })],
    loud: [
      [template({ volumes: [KEYS] }), 'template.volumes.tmp'],
      [
        template({ volumes: [TMP, { ...KEYS, name: 'other' }] }),
        'template.volumes.keys',
        'template.volumes.other',
      ],
    ],
  },
  {
    rule: 'mounts are a set by their path',
    same: [
      mounts({ name: 'v', mountPath: '/a' }, { name: 'w', mountPath: '/b' }),
      mounts({ name: 'w', mountPath: '/b' }, { name: 'v', mountPath: '/a' }),
    ],
    loud: [
      [
        mounts({ name: 'w', mountPath: '/a' }, { name: 'v', mountPath: '/b' }),
        `${MAIN}.volumeMounts["/a"].name`,
        `${MAIN}.volumeMounts["/b"].name`,
      ],
    ],
  },
  {
    rule: 'what an annotation holds is JSON, its words quoted or not',
    same: [
      container({ name: 'app', dependsOn: ['my-db'] }),
      ...['{"app":["my-db"]}', '{app:[my-db]}', '{app: [my-db]}', "{'app': ['my-db']}"].map((text) =>
        knative({ container: { name: 'app' }, template: { [DEPENDENCIES]: text } }),
      ),
    ],
    loud: [
      [
        knative({ container: { name: 'app' }, template: { [DEPENDENCIES]: '{app:[my-cache]}' } }),
        'template.containers.app.dependsOn',
      ],
    ],
  },
  {
    rule: 'audiences, dependencies and tags are sets',
    same: [
      service({ customAudiences: ['https://b', 'https://a'] }),
      service({ customAudiences: ['https://a', 'https://b', 'https://a'] }),
    ],
    loud: [[service({ customAudiences: ['https://a'] }), 'customAudiences']],
  },
  {
    rule: 'the order of arguments is what they mean',
    same: [container({ args: ['--a', '--b'] }), knative({ container: { args: ['--a', '--b'] } })],
    loud: [[container({ args: ['--b', '--a'] }), `${MAIN}.args`]],
  },
  {
    rule: 'a value in YAML is the text it is, `=` too',
    same: [env('='), yaml('='), yaml('"="')],
    loud: [
      [yaml('=='), `${MAIN}.env.K`],
      [yaml("''"), `${MAIN}.env.K`],
    ],
  },
  {
    rule: 'a value in YAML that is quoted stays text, and one that is not is the same text',
    same: [env('true'), yaml('true'), yaml("'true'")],
    loud: [[yaml("'True'"), `${MAIN}.env.K`]],
  },
];

describe('comparison by meaning: lists and texts', () => testRules(RULES));
