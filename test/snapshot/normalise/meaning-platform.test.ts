import { describe } from '@jest/globals';
import { knative, service, template } from '../bodies.ts';
import { type Rule, testRules } from './meaning.ts';

const RULES: Rule[] = [
  {
    rule: 'truths are truths however spelled, and false is absence',
    same: [
      service({}),
      service({ iapEnabled: false }),
      service({ iapEnabled: 'False' }),
      knative({ service: { 'run.googleapis.com/iap-enabled': 'false' } }),
    ],
    loud: [
      [service({ iapEnabled: true }), 'iapEnabled'],
      [knative({ service: { 'run.googleapis.com/iap-enabled': 'True' } }), 'iapEnabled'],
      [service({ iapEnabled: 'perhaps' }), 'iapEnabled'],
    ],
  },
  {
    rule: 'who may log in to an instance is a setting, off where nothing is said',
    same: [service({}), service({ sshEnabled: false, durableExecution: false })],
    loud: [
      [service({ sshEnabled: true }), 'sshEnabled'],
      [service({ durableExecution: true }), 'durableExecution'],
    ],
  },
  {
    rule: 'null is absence',
    same: [service({}), service({ iapEnabled: null, labels: null, description: null, unheardOf: null })],
    loud: [[service({ description: 'null' }), 'description']],
  },
  {
    rule: 'the launch stage is GA where nothing is said',
    same: [service({}), service({ launchStage: 'GA' }), service({ launchStage: 4 })],
    loud: [[service({ launchStage: 'BETA' }), 'launchStage']],
  },
  {
    rule: 'what clients and the platform stamp is noise',
    same: [
      knative(),
      service({
        generation: '7',
        etag: 'x',
        client: 'gcloud',
        clientVersion: '1',
        updateTime: 'now',
        creator: 'a',
        lastModifier: 'b',
        uid: 'u',
        observedGeneration: 7,
        conditions: [{}],
        satisfiesPzs: true,
      }),
      template({ client: 'gcloud', clientVersion: '2', labels: { 'client.knative.dev/nonce': 'x' } }),
      knative({
        service: {
          'run.googleapis.com/operation-id': 'x',
          'run.googleapis.com/creatorEmail': 'a@b.c',
          'run.googleapis.com/lastModifierEmail': 'd@e.f',
          'run.googleapis.com/client-version': '3',
          'run.googleapis.com/build-id': '9',
          'client.knative.dev/user-image': 'i',
        },
        template: {
          'run.googleapis.com/build-id': '9',
          'run.googleapis.com/build-function-target': 'api',
          'run.googleapis.com/build-source-location': 'gs://bucket/object#1',
        },
        templateLabels: { 'run.googleapis.com/startupProbeType': 'Custom' },
        labels: { 'cloud.googleapis.com/location': 'x' },
      }),
    ],
    loud: [[service({ labels: { client: 'gcloud' } }), 'labels.client']],
  },
  {
    rule: 'what the platform adds one day is kept and told',
    same: [service({ sshEnabled: true }), service({ sshEnabled: true, etag: 'x' })],
    loud: [
      [service({}), 'sshEnabled'],
      [service({ sshEnabled: false }), 'sshEnabled'],
    ],
  },
  {
    rule: 'an unknown annotation of the platform is kept and told',
    same: [knative({ service: { 'run.googleapis.com/unheard-of': 'a' } })],
    loud: [
      [knative(), 'annotations["run.googleapis.com/unheard-of"]'],
      [
        knative({ service: { 'run.googleapis.com/unheard-of': 'b' } }),
        'annotations["run.googleapis.com/unheard-of"]',
      ],
    ],
  },
  {
    rule: 'an annotation that does not hold what it should is kept as it is',
    same: [knative({ service: { 'run.googleapis.com/custom-audiences': 'no JSON' } })],
    loud: [[knative(), 'annotations["run.googleapis.com/custom-audiences"]']],
  },
  {
    rule: 'binary authorization by default or by policy',
    same: [
      service({ binaryAuthorization: { useDefault: true } }),
      knative({ service: { 'run.googleapis.com/binary-authorization': 'default' } }),
    ],
    loud: [
      [service({ binaryAuthorization: { useDefault: false } }), 'binaryAuthorization.useDefault'],
      [
        knative({
          service: {
            'run.googleapis.com/binary-authorization': 'default',
            'run.googleapis.com/binary-authorization-breakglass': 'fire',
          },
        }),
        'binaryAuthorization.breakglassJustification',
      ],
    ],
  },
  {
    rule: 'the regions of a service are a set',
    same: [
      service({ multiRegionSettings: { regions: ['us-east1', 'europe-west1'], multiRegionId: 'x' } }),
      knative({
        service: {
          'run.googleapis.com/regions': 'europe-west1,us-east1',
          'run.googleapis.com/threat-detection': 'true',
        },
      }),
    ],
    loud: [
      [service({ multiRegionSettings: { regions: ['us-east1'] } }), 'multiRegionSettings.regions'],
      [knative({ service: { 'run.googleapis.com/regions': 'us-east1' } }), 'multiRegionSettings.regions'],
    ],
  },
  {
    rule: 'keys are shut down after hours or seconds',
    same: [
      template({ encryptionKeyRevocationAction: 'SHUTDOWN', encryptionKeyShutdownDuration: '3600s' }),
      knative({
        template: {
          'run.googleapis.com/post-key-revocation-action-type': 'shut-down',
          'run.googleapis.com/encryption-key-shutdown-hours': '1',
        },
      }),
    ],
    loud: [
      [
        template({ encryptionKeyRevocationAction: 1, encryptionKeyShutdownDuration: '3600s' }),
        'template.encryptionKeyRevocationAction',
      ],
    ],
  },
];

describe('comparison by meaning: platform', () => testRules(RULES));
