import { describe } from '@jest/globals';
import { container, knative, MAIN, rest, service, template } from '../bodies.ts';
import { type Rule, testRules } from './meaning.ts';

const limits = (over: object, more: object = {}) =>
  container({ resources: { limits: over, cpuIdle: true, ...more } });
const CPU_TARGET = 'run.googleapis.com/scaling-cpu-target';
const startup = (probe: object) => container({ startupProbe: probe });

const RULES: Rule[] = [
  {
    rule: 'CPU is a number of cores',
    same: [
      limits({ cpu: '1' }),
      limits({ cpu: '1000m' }),
      limits({ cpu: 1 }),
      limits({ cpu: '1.0' }),
      limits({}),
    ],
    loud: [
      [limits({ cpu: '2' }), `${MAIN}.resources.limits.cpu`],
      [limits({ cpu: '999m' }), `${MAIN}.resources.limits.cpu`, 'template.maxInstanceRequestConcurrency'],
    ],
  },
  {
    rule: 'memory is a number of bytes',
    same: [
      limits({ memory: '1Gi' }),
      limits({ memory: '1024Mi' }),
      limits({ memory: '1073741824' }),
      limits({ memory: 1073741824 }),
    ],
    loud: [
      [limits({ memory: '1G' }), `${MAIN}.resources.limits.memory`],
      [limits({ memory: '1025Mi' }), `${MAIN}.resources.limits.memory`],
    ],
  },
  {
    rule: '512Mi is what a container without a limit has',
    same: [limits({}), limits({ memory: '512Mi' }), limits({ memory: '0.5Gi' })],
    loud: [[limits({ memory: '513Mi' }), `${MAIN}.resources.limits.memory`]],
  },
  {
    rule: 'an accelerator is a limit like any other',
    same: [limits({ 'nvidia.com/gpu': '1' }), limits({ 'nvidia.com/gpu': 1 })],
    loud: [[limits({}), `${MAIN}.resources.limits["nvidia.com/gpu"]`]],
  },
  {
    rule: 'with resources given, an absent cpuIdle is false; without them it is true',
    same: [
      container({ resources: undefined }),
      limits({}),
      limits({}, { cpuIdle: 'True' }),
      knative(),
      knative({ template: { 'run.googleapis.com/cpu-throttling': 'true' } }),
    ],
    loud: [
      [container({ resources: { limits: {} } }), `${MAIN}.resources.cpuIdle`],
      [knative({ template: { 'run.googleapis.com/cpu-throttling': 'False' } }), `${MAIN}.resources.cpuIdle`],
    ],
  },
  {
    rule: 'concurrency 80 is the default from one CPU on',
    same: [
      template({}),
      template({ maxInstanceRequestConcurrency: 80 }),
      template({ maxInstanceRequestConcurrency: '80.0' }),
      template({ maxInstanceRequestConcurrency: 0 }),
      knative({ spec: { containerConcurrency: 80.0 } }),
    ],
    loud: [[template({ maxInstanceRequestConcurrency: 79 }), 'template.maxInstanceRequestConcurrency']],
  },
  {
    rule: 'concurrency 1 is the default below one CPU',
    same: [
      limits({ cpu: '0.5' }),
      rest({
        template: { maxInstanceRequestConcurrency: 1 },
        container: { resources: { limits: { cpu: '500m' }, cpuIdle: true } },
      }),
    ],
    loud: [
      [
        rest({
          template: { maxInstanceRequestConcurrency: 80 },
          container: { resources: { limits: { cpu: '500m' }, cpuIdle: true } },
        }),
        'template.maxInstanceRequestConcurrency',
      ],
    ],
  },
  {
    rule: 'a timeout of 300 seconds is the default',
    same: [
      template({}),
      template({ timeout: '300s' }),
      template({ timeout: '300.000s' }),
      knative({ spec: { timeoutSeconds: 300.0 } }),
    ],
    loud: [
      [template({ timeout: '300.5s' }), 'template.timeout'],
      [knative({ spec: { timeoutSeconds: 60 } }), 'template.timeout'],
    ],
  },
  {
    rule: 'how full instances may get, where no target, zero and any other share are three things',
    same: [template({ scaling: { cpuUtilization: 0.75 } }), knative({ template: { [CPU_TARGET]: '0.75' } })],
    loud: [
      [knative(), 'template.scaling.cpuUtilization'],
      [template({ scaling: { cpuUtilization: 0 } }), 'template.scaling.cpuUtilization'],
      [
        knative({
          template: { [CPU_TARGET]: '0.75', 'run.googleapis.com/scaling-concurrency-target': '0.5' },
        }),
        'template.scaling.concurrencyUtilization',
      ],
    ],
  },
  {
    rule: 'a target of zero takes it out of the scaling, which no target does not',
    same: [template({}), knative()],
    loud: [
      [template({ scaling: { cpuUtilization: 0 } }), 'template.scaling.cpuUtilization'],
      [knative({ template: { [CPU_TARGET]: '0' } }), 'template.scaling.cpuUtilization'],
    ],
  },
  {
    rule: 'zero instances are no minimum, but a manual zero is a decision',
    same: [
      service({}),
      service({ scaling: { minInstanceCount: 0, scalingMode: 'AUTOMATIC' } }),
      knative({ service: { 'run.googleapis.com/minScale': '0' } }),
    ],
    loud: [
      [service({ scaling: { minInstanceCount: 1 } }), 'scaling.minInstanceCount'],
      [
        service({ scaling: { scalingMode: 'MANUAL', manualInstanceCount: 0 } }),
        'scaling.manualInstanceCount',
        'scaling.scalingMode',
      ],
    ],
  },
  {
    rule: 'the maximum of the service and of the revision are two settings',
    same: [
      rest({
        service: { scaling: { maxInstanceCount: 20 } },
        template: { scaling: { maxInstanceCount: 4 } },
      }),
      knative({
        service: { 'run.googleapis.com/maxScale': '20' },
        template: { 'autoscaling.knative.dev/maxScale': '4' },
      }),
    ],
    loud: [
      [
        rest({
          service: { scaling: { maxInstanceCount: 4 } },
          template: { scaling: { maxInstanceCount: 20 } },
        }),
        'scaling.maxInstanceCount',
        'template.scaling.maxInstanceCount',
      ],
    ],
  },
  {
    rule: 'the default startup probe is no probe',
    same: [
      container({}),
      startup({ timeoutSeconds: 240, periodSeconds: 240, failureThreshold: 1, tcpSocket: { port: 8080 } }),
      startup({ timeoutSeconds: '240', periodSeconds: 240.0, failureThreshold: 1, tcpSocket: {} }),
    ],
    loud: [
      [
        startup({ timeoutSeconds: 240, periodSeconds: 240, failureThreshold: 2, tcpSocket: { port: 8080 } }),
        `${MAIN}.startupProbe.failureThreshold`,
        `${MAIN}.startupProbe.periodSeconds`,
        `${MAIN}.startupProbe.tcpSocket`,
        `${MAIN}.startupProbe.timeoutSeconds`,
      ],
    ],
  },
  {
    rule: 'a probe’s documented defaults are absence',
    same: [
      container({ livenessProbe: { httpGet: { path: '/live' } } }),
      container({
        livenessProbe: {
          initialDelaySeconds: 0,
          timeoutSeconds: 1,
          periodSeconds: 10,
          failureThreshold: 3,
          httpGet: { path: '/live', port: 8080, httpHeaders: [] },
        },
      }),
      knative({
        container: { livenessProbe: { successThreshold: 1, httpGet: { path: '/live', scheme: 'HTTP' } } },
      }),
    ],
    loud: [
      [
        container({ livenessProbe: { httpGet: { path: '/live', port: 9090 } } }),
        `${MAIN}.livenessProbe.httpGet.port`,
      ],
      [container({ livenessProbe: { httpGet: {} } }), `${MAIN}.livenessProbe.httpGet.path`],
      [
        container({
          livenessProbe: { httpGet: { path: '/live', httpHeaders: [{ name: 'A', value: 'b' }] } },
        }),
        `${MAIN}.livenessProbe.httpGet.httpHeaders.A`,
      ],
    ],
  },
  {
    rule: 'http1 is the port name nobody needs to write',
    same: [
      container({}),
      container({ ports: [{ containerPort: '8080' }] }),
      knative({ container: { ports: [{ containerPort: 8080.0, protocol: 'TCP' }] } }),
    ],
    loud: [[container({ ports: [{ name: 'h2c', containerPort: 8080 }] }), `${MAIN}.ports`]],
  },
];

describe('comparison by meaning: compute', () => testRules(RULES));
