import { describe } from '@jest/globals';
import { knativePool, pool } from '../workloads.ts';
import { type Rule, testRules } from './meaning.ts';

const splits = (...instanceSplits: object[]) => pool({ pool: { instanceSplits } });
const LATEST = 'INSTANCE_SPLIT_ALLOCATION_TYPE_LATEST';

const RULES: Rule[] = [
  {
    rule: 'all instances of the latest revision are the default',
    same: [
      pool(),
      splits(),
      splits({ type: LATEST, percent: 100 }),
      splits({ type: 1, percent: '100.0' }),
      knativePool(),
      knativePool({ splits: [{ latestRevision: true, percent: 100 }] }),
    ],
    loud: [
      [splits({ revision: 'svc-1', percent: 100 }), 'instanceSplits.pinned-1'],
      [knativePool({ splits: [{ revisionName: 'svc-1', percent: 100 }] }), 'instanceSplits.pinned-1'],
    ],
  },
  {
    rule: 'instances by hand, and none is a decision',
    same: [
      pool({ pool: { scaling: { manualInstanceCount: 0 } } }),
      knativePool({ pool: { 'run.googleapis.com/manualInstanceCount': '0' } }),
    ],
    loud: [
      [pool(), 'scaling.manualInstanceCount'],
      [
        knativePool({ pool: { 'run.googleapis.com/manualInstanceCount': '2' } }),
        'scaling.manualInstanceCount',
      ],
    ],
  },
  {
    rule: 'a pool has its CPU always, the second generation, and no requests to limit',
    same: [
      pool(),
      pool({ container: { resources: { limits: { cpu: '1', memory: '512Mi' } } } }),
      pool({ template: { executionEnvironment: 2, maxInstanceRequestConcurrency: 0 } }),
      knativePool({ template: { 'run.googleapis.com/execution-environment': 'gen2' } }),
    ],
    loud: [
      [
        pool({ container: { resources: { limits: { memory: '1Gi' } } } }),
        'template.containers.main.resources.limits.memory',
      ],
      [pool({ template: { serviceAccount: 'x@y' } }), 'template.serviceAccount'],
    ],
  },
  {
    rule: 'what the platform reports of a pool is noise',
    same: [
      pool(),
      pool({
        pool: { instanceSplitStatuses: [{ percent: 100 }], threatDetectionEnabled: true, reconciling: true },
      }),
      knativePool({
        pool: { 'serving.knative.dev/lastModifier': 'a@example.com', 'run.googleapis.com/operation-id': 'x' },
        status: { latestReadyRevisionName: 'svc-1', instanceSplits: [{ percent: 100 }] },
      }),
    ],
    loud: [
      [pool({ pool: { description: 'x' } }), 'description'],
      [
        knativePool({ pool: { 'run.googleapis.com/binary-authorization': 'default' } }),
        'binaryAuthorization.useDefault',
      ],
      [pool({ pool: { scaling: { cpuUtilization: 0.5 } } }), 'scaling.cpuUtilization'],
    ],
  },
];

describe('comparison by meaning: worker pools', () => testRules(RULES, 'run.workerPools'));
