import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type GoogleSimulator,
  type GoogleSimulatorOptions,
  startGoogleSimulator,
} from '../simulator/google.ts';
import { type OfficialClients, openClients } from './clients.ts';
import { buildRichEstate, FAR, PROD } from './estate.ts';
import { fieldPaths } from './proto-json.ts';
import { captureOurs, type Documents, documentsOf } from './readings.ts';
import { captureTheirs, THEIR_CLASSES } from './their-readings.ts';
import { TWINS } from './twins.ts';

let google: GoogleSimulator;
let clients: OfficialClients;
/** The estate as it is built: ids and times are the same each time. */
let before: Documents | undefined;

async function open(options: GoogleSimulatorOptions = {}): Promise<void> {
  google = await startGoogleSimulator({ pageSize: 3, ...options });
  buildRichEstate(google.estate);
  clients = openClients(google);
}
afterEach(async () => {
  await clients.close();
  await google.close();
});

async function captureBoth(): Promise<{ ours: Documents; theirs: Documents }> {
  const [ours, theirs] = await Promise.all([captureOurs(google), captureTheirs(clients)]);
  return { ours: documentsOf(ours, THEIR_CLASSES), theirs };
}

describe('our readings and those of the official clients', () => {
  beforeEach(() => open());

  test('are the same, document for document', async () => {
    const { ours, theirs } = await captureBoth();
    expect(Object.keys(ours)).toEqual(Object.keys(theirs));
    expect(ours).toEqual(theirs);
    const classes = new Set(Object.keys(ours).map((name) => name.split(' ')[0]));
    expect([...classes].sort()).toEqual(THEIR_CLASSES.toSorted());
  });

  test.each(TWINS)('show the same change of $what', async ({ change, document, path }) => {
    before ??= (await captureBoth()).ours;
    change(google.estate);
    const { ours, theirs } = await captureBoth();
    expect(ours).toEqual(theirs);
    const changed = Object.keys({ ...before, ...ours }).filter(
      (name) => JSON.stringify(before?.[name]?.fields) !== JSON.stringify(ours[name]?.fields),
    );
    expect(changed).toEqual([document]);
    expect(Object.keys(differing(before[document]?.fields, ours[document]?.fields))).toEqual([path]);
  });
});

test('what only the live API knows, we report and the clients drop', async () => {
  await open({ liveOnly: ['sshEnabled', 'cpuUtilization'] });
  google.estate.updateService(PROD, FAR, 'rich', (service) => {
    Object.assign(service, { sshEnabled: true });
    Object.assign(service.template.scaling ?? {}, { cpuUtilization: 0.6 });
  });
  const { ours, theirs } = await captureBoth();
  const name = `run.services ${PROD} run.services/${FAR}/rich`;
  expect(differing(theirs[name]?.fields, ours[name]?.fields)).toEqual({
    sshEnabled: [undefined, true],
    'template.scaling.cpuUtilization': [undefined, 0.6],
  });
});

test('the rich services set every field of the protos but these', async () => {
  await open();
  const held = google.estate.services(PROD, FAR);
  const unset = fieldPaths('run:google.cloud.run.v2.Service').filter(
    (path) => !held.some((service) => isSet(service, path.split('.'))),
  );
  expect(unset.filter((path) => !/^(?:terminalCondition|conditions)\./.test(path))).toEqual([
    'deleteTime',
    'expireTime',
  ]);
});

function isSet(value: unknown, [first = '', ...rest]: string[]): boolean {
  if (Array.isArray(value)) return value.some((one) => isSet(one, [first, ...rest]));
  if (typeof value !== 'object' || value === null) return false;
  const inner = (value as Record<string, unknown>)[first];
  return inner !== undefined && (rest.length === 0 || isSet(inner, rest));
}

/** Every place where two documents differ, with both sides. */
function differing(before: unknown, after: unknown, above: string[] = []): Record<string, unknown[]> {
  if (!isRecord(before) || !isRecord(after))
    return JSON.stringify(before) === JSON.stringify(after) ? {} : { [above.join('.')]: [before, after] };
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.assign({}, ...keys.map((key) => differing(before[key], after[key], [...above, key])));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
