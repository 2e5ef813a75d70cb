import { afterEach, expect, test } from '@jest/globals';
import { ask } from './ask.ts';
import { type GoogleSimulator, startGoogleSimulator } from './google.ts';
import { buildJualumaEstate } from './jualuma.ts';

const LIST = '/run.googleapis.com/v2/projects/jualuma-dev/locations/us-central1/services';
let google: GoogleSimulator;
afterEach(() => google.close());

async function withFields(fields: object, options: { liveOnly?: string[]; validate?: boolean } = {}) {
  google = await startGoogleSimulator(options);
  buildJualumaEstate(google.estate);
  google.estate.updateService('jualuma-dev', 'us-central1', 'jualuma-backend', (service) =>
    Object.assign(service, fields),
  );
  return ask(`${google.url}${LIST}`);
}

test('a service with every kind of field the protos know is answered', async () => {
  const { status, json } = await withFields({
    description: 'the backend',
    scaling: { minInstanceCount: 1, scalingMode: 'AUTOMATIC' },
    customAudiences: ['https://api.example.com'],
    binaryAuthorization: { useDefault: true },
    buildConfig: { functionTarget: 'api', environmentVariables: { A: '' } },
  });
  expect(status).toBe(200);
  expect(json.services[0].scaling).toEqual({ minInstanceCount: 1, scalingMode: 'AUTOMATIC' });
});

test.each([
  ['an unknown field', { sshEnabled: true }, 'sshEnabled: unknown field'],
  ['an unknown enum value', { ingress: 'INGRESS_TRAFFIC_MOON' }, 'unknown enum value INGRESS_TRAFFIC_MOON'],
  ['a value of the wrong type', { description: 7 }, 'cannot contain value 7'],
])("%s is the simulator's own mistake", async (_, fields, problem) => {
  const { status, json } = await withFields(fields);
  expect(status).toBe(501);
  expect(json.error.message).toContain(problem);
});

test('a field only the live API knows is answered where the test says so', async () => {
  const { status, json } = await withFields({ sshEnabled: true }, { liveOnly: ['sshEnabled'] });
  expect([status, json.services[0].sshEnabled]).toEqual([200, true]);
});

test('validation can be turned off', async () => {
  expect((await withFields({ sshEnabled: true }, { validate: false })).status).toBe(200);
});
