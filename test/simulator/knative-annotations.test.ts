import { describe, expect, test } from '@jest/globals';
import { secretEnv, v1 } from './knative-case.ts';
import type { ServiceInput } from './run-types.ts';

const annotations = (template: NonNullable<ServiceInput['template']>) =>
  v1({ template }).spec.template.metadata.annotations;

describe('what v1 keeps in annotations of the service', () => {
  const cases: [name: string, input: Partial<ServiceInput>, expected: Record<string, string>][] = [
    [
      'ingress',
      { ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER' },
      { ingress: 'internal-and-cloud-load-balancing', 'ingress-status': 'internal-and-cloud-load-balancing' },
    ],
    ['invoker check', { invokerIamDisabled: true }, { 'invoker-iam-disabled': 'true' }],
    ['IAP', { iapEnabled: true }, { 'iap-enabled': 'true' }],
    ['default URL', { defaultUriDisabled: true }, { 'default-url-disabled': 'true' }],
    [
      'scaling',
      { scaling: { scalingMode: 'MANUAL', manualInstanceCount: 0 } },
      { scalingMode: 'manual', manualInstanceCount: '0' },
    ],
    [
      'service minimum',
      { scaling: { minInstanceCount: 2, maxInstanceCount: 9 } },
      { minScale: '2', maxScale: '9' },
    ],
    [
      'description and audiences',
      { description: 'd', customAudiences: ['https://a'] },
      { description: 'd', 'custom-audiences': '["https://a"]' },
    ],
    ['launch stage', { launchStage: 'BETA' }, { 'launch-stage': 'BETA' }],
    [
      'binary authorization',
      { binaryAuthorization: { policy: 'projects/p/platforms/cloudRun/policies/q' } },
      { 'binary-authorization': 'projects/p/platforms/cloudRun/policies/q' },
    ],
    [
      'a function',
      { buildConfig: { functionTarget: 'api', name: 'projects/1/locations/r/builds/b' } },
      { 'build-function-target': 'api', 'build-id': 'b', 'build-enable-automatic-updates': 'false' },
    ],
  ];
  test.each(cases)('%s', (_, input, expected) => {
    const wanted = Object.fromEntries(
      Object.entries(expected).map(([key, value]) => [`run.googleapis.com/${key}`, value]),
    );
    expect(v1(input).metadata.annotations).toMatchObject(wanted);
  });

  test('nothing of it where nothing is set', () => {
    const quiet = Object.keys(v1({}).metadata.annotations).join(' ');
    expect(quiet).not.toMatch(/iap|invoker|default-url|Scale|launch|build|description|binary/);
  });
});

describe('what v1 keeps in annotations of the revision', () => {
  const cases: [
    name: string,
    template: NonNullable<ServiceInput['template']>,
    expected: Record<string, string>,
  ][] = [
    [
      'CPU always allocated',
      { containers: [{ resources: { cpuIdle: false } }] },
      { 'cpu-throttling': 'false' },
    ],
    [
      'connector',
      { vpcAccess: { connector: 'projects/p/locations/r/connectors/c', egress: 'PRIVATE_RANGES_ONLY' } },
      {
        'vpc-access-connector': 'projects/p/locations/r/connectors/c',
        'vpc-access-egress': 'private-ranges-only',
      },
    ],
    [
      'Cloud SQL',
      { volumes: [{ name: 'cloudsql', cloudSqlInstance: { instances: ['p:r:a', 'p:r:b'] } }] },
      { 'cloudsql-instances': 'p:r:a,p:r:b' },
    ],
    [
      'second generation',
      { executionEnvironment: 'EXECUTION_ENVIRONMENT_GEN2' },
      { 'execution-environment': 'gen2' },
    ],
    ['session affinity', { sessionAffinity: true }, { sessionAffinity: 'true' }],
    [
      'encryption',
      {
        encryptionKey: 'k',
        encryptionKeyRevocationAction: 'SHUTDOWN',
        encryptionKeyShutdownDuration: '7200s',
      },
      {
        'encryption-key': 'k',
        'encryption-key-shutdown-hours': '2',
        'post-key-revocation-action-type': 'shut-down',
      },
    ],
    [
      'sidecars that wait',
      {
        containers: [
          { name: 'app', ports: [{ containerPort: 8080 }], dependsOn: ['proxy'] },
          { name: 'proxy' },
        ],
      },
      { 'container-dependencies': '{"app":["proxy"]}' },
    ],
    [
      'base images',
      { containers: [{ name: 'worker', baseImageUri: 'nodejs22' }] },
      { 'base-images': '{"worker":"nodejs22"}' },
    ],
    ['GPU', { gpuZonalRedundancyDisabled: true }, { 'gpu-zonal-redundancy-disabled': 'true' }],
    [
      'secrets of another project',
      { containers: [{ env: [secretEnv('T', 'projects/other/secrets/token')] }] },
      { secrets: 'secret-1:projects/other/secrets/token' },
    ],
  ];
  test.each(cases)('%s', (_, template, expected) => {
    const wanted = Object.fromEntries(
      Object.entries(expected).map(([key, value]) => [`run.googleapis.com/${key}`, value]),
    );
    expect(annotations(template)).toMatchObject(wanted);
  });

  test('CPU only during requests is the default, and not printed', () => {
    expect(annotations({ containers: [{ resources: { cpuIdle: true } }] })).not.toHaveProperty([
      'run.googleapis.com/cpu-throttling',
    ]);
  });
});
