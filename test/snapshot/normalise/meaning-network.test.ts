import { describe } from '@jest/globals';
import { knative, rest, service, template } from '../bodies.ts';
import { type Rule, testRules } from './meaning.ts';

const LATEST = 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST';
const REVISION = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION';

const RULES: Rule[] = [
  {
    rule: 'private ranges only is the default egress',
    same: [
      template({ vpcAccess: { connector: 'c' } }),
      template({ vpcAccess: { connector: 'c', egress: 'PRIVATE_RANGES_ONLY' } }),
      template({ vpcAccess: { connector: 'c', egress: 2 } }),
      knative({
        template: {
          'run.googleapis.com/vpc-access-connector': 'c',
          'run.googleapis.com/vpc-access-egress': 'private-ranges-only',
        },
      }),
    ],
    loud: [
      [template({ vpcAccess: { connector: 'c', egress: 'ALL_TRAFFIC' } }), 'template.vpcAccess.egress'],
      [template({ vpcAccess: { connector: 'c', egress: 1 } }), 'template.vpcAccess.egress'],
    ],
  },
  {
    rule: 'a connector of the same project and region has a short name',
    same: [
      'c',
      'projects/shop-prod/locations/europe-west1/connectors/c',
      'projects/450503644772/locations/europe-west1/connectors/c',
    ].map((connector) => template({ vpcAccess: { connector } })),
    loud: [
      [
        template({ vpcAccess: { connector: 'projects/shop-dev/locations/europe-west1/connectors/c' } }),
        'template.vpcAccess.connector',
      ],
      [
        template({ vpcAccess: { connector: 'projects/shop-prod/locations/us-east1/connectors/c' } }),
        'template.vpcAccess.connector',
      ],
    ],
  },
  {
    rule: 'a network of the same project has a short name',
    same: [
      'n',
      'projects/shop-prod/global/networks/n',
      'https://www.googleapis.com/compute/v1/projects/450503644772/global/networks/n',
    ].map((network) => template({ vpcAccess: { networkInterfaces: [{ network, tags: ['b', 'a'] }] } })),
    loud: [
      [
        template({
          vpcAccess: {
            networkInterfaces: [{ network: 'projects/host/global/networks/n', tags: ['a', 'b'] }],
          },
        }),
        'template.vpcAccess.networkInterfaces',
      ],
      [
        template({ vpcAccess: { networkInterfaces: [{ network: 'n', tags: ['a'] }] } }),
        'template.vpcAccess.networkInterfaces',
      ],
    ],
  },
  {
    rule: 'all traffic to the latest revision is the default',
    same: [
      service({}),
      service({ traffic: [] }),
      service({ traffic: [{ type: LATEST, percent: 100 }] }),
      service({ traffic: [{ type: 1, percent: '100' }] }),
      knative({ traffic: [{ latestRevision: true, percent: 100.0 }] }),
    ],
    loud: [
      [service({ traffic: [{ type: REVISION, revision: 'svc-1', percent: 100 }] }), 'traffic.pinned-1'],
      [
        service({
          traffic: [
            { type: LATEST, percent: 90 },
            { type: REVISION, revision: 'r', percent: 10 },
          ],
        }),
        'traffic.latest',
        'traffic.pinned-1',
      ],
      [service({ traffic: [{ type: LATEST, percent: 100, tag: 'green' }] }), 'traffic.green'],
    ],
  },
  {
    rule: 'ingress is open where v1 says nothing',
    same: [
      service({ ingress: 'INGRESS_TRAFFIC_ALL' }),
      service({ ingress: 1 }),
      knative(),
      knative({ service: { 'run.googleapis.com/ingress': 'all' } }),
    ],
    loud: [
      [service({ ingress: 2 }), 'ingress'],
      [
        knative({ service: { 'run.googleapis.com/ingress': 'internal-and-cloud-load-balancing' } }),
        'ingress',
      ],
    ],
  },
  {
    rule: 'where v2 says nothing, ingress was not observed',
    same: [
      service({ ingress: undefined }),
      service({ ingress: null }),
      service({ ingress: 0 }),
      service({ ingress: 'INGRESS_TRAFFIC_UNSPECIFIED' }),
    ],
    loud: [
      [service({ ingress: undefined, iapEnabled: true }), 'iapEnabled'],
      [service({ ingress: 'INGRESS_TRAFFIC_NONE' }), 'ingress'],
    ],
  },
  {
    rule: 'the observed ingress of v1 is not the wanted one',
    same: [
      knative({ service: { 'run.googleapis.com/ingress': 'internal' } }),
      knative({
        service: { 'run.googleapis.com/ingress': 'internal', 'run.googleapis.com/ingress-status': 'all' },
      }),
    ],
    loud: [
      [
        knative({
          service: { 'run.googleapis.com/ingress': 'all', 'run.googleapis.com/ingress-status': 'internal' },
        }),
        'ingress',
      ],
    ],
  },
  {
    rule: 'Cloud SQL is one set of instances, however it is bound',
    same: [
      rest({
        template: {
          volumes: [{ name: 'sql', cloudSqlInstance: { instances: ['shop-prod:r:b', '450503644772:r:a'] } }],
        },
        container: { volumeMounts: [{ name: 'sql', mountPath: '/cloudsql' }] },
      }),
      knative({ template: { 'run.googleapis.com/cloudsql-instances': 'shop-prod:r:a,shop-prod:r:b' } }),
      knative({ template: { 'run.googleapis.com/cloudsql-instances': 'r:b,shop-prod:r:a' } }),
    ],
    loud: [
      [
        knative({ template: { 'run.googleapis.com/cloudsql-instances': 'shop-prod:r:a' } }),
        'template.cloudSqlInstances',
      ],
    ],
  },
];

describe('comparison by meaning: network', () => testRules(RULES));
