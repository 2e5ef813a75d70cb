import { describe } from '@jest/globals';
import { job, knativeJob } from '../workloads.ts';
import { type Rule, testRules } from './meaning.ts';

const TASK = 'template.template';

const RULES: Rule[] = [
  {
    rule: 'the documented defaults of a job are absence',
    same: [
      job(),
      job({ execution: { taskCount: 1, parallelism: 0 }, task: { maxRetries: 3, timeout: '600s' } }),
      job({ task: { executionEnvironment: 'EXECUTION_ENVIRONMENT_GEN2' } }),
      job({ execution: { delayExecution: false } }),
      knativeJob(),
      knativeJob({ execution: { taskCount: 1 }, task: { maxRetries: '3', timeoutSeconds: '600' } }),
      knativeJob({ annotations: { 'run.googleapis.com/execution-environment': 'gen2' } }),
    ],
    loud: [
      [job({ task: { maxRetries: 0 } }), `${TASK}.maxRetries`],
      [knativeJob({ task: { maxRetries: 0 } }), `${TASK}.maxRetries`],
      [job({ task: { timeout: '300s' } }), `${TASK}.timeout`],
      [job({ execution: { taskCount: 2 } }), 'template.taskCount'],
      [job({ execution: { parallelism: 1 } }), 'template.parallelism'],
      [job({ execution: { delayExecution: true } }), 'template.delayExecution'],
      [knativeJob({ execution: { delayExecution: true } }), 'template.delayExecution'],
      [job({ task: { executionEnvironment: 1 } }), `${TASK}.executionEnvironment`],
    ],
  },
  {
    rule: 'a task’s resources: limits alone, and they are 1 CPU and 512Mi where nothing is said',
    same: [
      job({ container: { resources: { limits: { cpu: '1000m', memory: '512Mi' } } } }),
      job({ container: { resources: { limits: { cpu: '1.0' } } } }),
      knativeJob({ container: { resources: { limits: { cpu: '1', memory: '536870912' } } } }),
    ],
    loud: [
      [
        job({ container: { resources: { limits: { cpu: '2' } } } }),
        `${TASK}.containers.main.resources.limits.cpu`,
      ],
      [job({ container: { resources: { cpuIdle: true } } }), `${TASK}.containers.main.resources.cpuIdle`],
    ],
  },
  {
    rule: 'the annotations of an execution are settings of its task',
    same: [
      job({
        task: {
          encryptionKey: 'projects/shop-prod/k',
          serviceAccount: 'job@shop-prod.iam.gserviceaccount.com',
          volumes: [{ name: 'sql', cloudSqlInstance: { instances: ['shop-prod:europe-west1:a'] } }],
          vpcAccess: { connector: 'projects/450503644772/locations/europe-west1/connectors/c' },
        },
        container: { volumeMounts: [{ name: 'sql', mountPath: '/cloudsql' }] },
      }),
      knativeJob({
        annotations: {
          'run.googleapis.com/client-name': 'gcloud',
          'run.googleapis.com/cloudsql-instances': 'shop-prod:europe-west1:a',
          'run.googleapis.com/encryption-key': 'projects/450503644772/k',
          'run.googleapis.com/vpc-access-connector': 'c',
          'run.googleapis.com/vpc-access-egress': 'private-ranges-only',
        },
        task: { serviceAccountName: 'job@shop-prod.iam.gserviceaccount.com' },
      }),
    ],
    loud: [
      [
        job({ task: { encryptionKey: 'projects/shop-prod/k' } }),
        `${TASK}.cloudSqlInstances`,
        `${TASK}.serviceAccount`,
        `${TASK}.vpcAccess.connector`,
      ],
    ],
  },
  {
    rule: 'what clients, executions and the platform leave on a job is noise',
    same: [
      job(),
      job({
        job: {
          executionCount: 9,
          latestCreatedExecution: { name: 'svc-abc', completionStatus: 'EXECUTION_FAILED' },
          etag: 'x',
          client: 'gcloud',
          launchStage: 'GA',
          conditions: [{}],
        },
        execution: { client: 'gcloud', labels: { 'client.knative.dev/nonce': 'n' } },
      }),
      knativeJob({
        job: {
          labels: { 'run.googleapis.com/lastUpdatedTime': 'now', 'cloud.googleapis.com/location': 'x' },
        },
        jobAnnotations: {
          'run.googleapis.com/creator': 'a@example.com',
          'run.googleapis.com/lastModifier': 'a@example.com',
          'run.googleapis.com/operation-id': 'x',
        },
        status: { executionCount: 9, latestCreatedExecution: { name: 'svc-abc' } },
      }),
    ],
    loud: [
      [job({ execution: { labels: { team: 'a' } } }), 'template.labels.team'],
      [job({ job: { startExecutionToken: 'run-7' } }), 'startExecutionToken'],
      [job({ job: { unheardOf: true } }), 'unheardOf'],
      [job({ task: { unheardOf: 'a' } }), `${TASK}.unheardOf`],
    ],
  },
  {
    rule: 'a task’s environment is delivered as a service’s is',
    same: [
      job({
        container: {
          env: [
            {
              name: 'K',
              valueSource: { secretKeyRef: { secret: 'projects/shop-prod/secrets/s', version: '1' } },
            },
          ],
        },
      }),
      knativeJob({
        container: { env: [{ name: 'K', valueFrom: { secretKeyRef: { name: 's', key: '1' } } }] },
      }),
    ],
    loud: [[job({ container: { env: [{ name: 'K', value: 's' }] } }), `${TASK}.containers.main.env.K`]],
  },
];

describe('comparison by meaning: jobs', () => testRules(RULES, 'run.jobs'));
