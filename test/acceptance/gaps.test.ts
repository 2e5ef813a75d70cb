import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isGap } from '../../shared/snapshot/model.ts';
import type { GoogleFault } from '../simulator/google-faults.ts';
import { breakGlass } from '../simulator/jualuma.ts';
import { folderForEach } from './command.ts';
import { byCommand, openWorld, sqliteIn, type World } from './world.ts';

const folder = folderForEach();
let world: World;
beforeEach(async () => {
  world = await openWorld(sqliteIn(folder()));
});
afterEach(async () => {
  await world.close();
});

describe('a first pass that could read nothing', () => {
  it('is told as that, and never as an estate in order', async () => {
    world.google.faults.add({ match: {}, kind: 'denied' });
    const { code } = await byCommand(world).pass();
    expect(code).toBe(3);
    const [told] = world.slack.messages;
    expect(JSON.stringify(told)).toMatch(/BASELINE · jualuma · nothing could be read/);
    expect(JSON.stringify(told)).not.toMatch(/as the contract says/);
  });
});

const RUN = 'run.googleapis.com';
const FAULTS: [string, GoogleFault[], { resource: string; status: string }][] = [
  [
    '403 on one project’s secrets list',
    [
      {
        match: { host: 'secretmanager.googleapis.com', path: /projects\/jualuma-prod\/secrets$/ },
        kind: 'denied',
      },
    ],
    { resource: 'secretmanager.secrets', status: 'DENIED' },
  ],
  [
    'the Secret Manager API switched off',
    [
      {
        match: { host: 'secretmanager.googleapis.com', path: /projects\/jualuma-prod\// },
        kind: 'service-disabled',
      },
    ],
    { resource: 'secretmanager.secrets', status: 'API_DISABLED' },
  ],
  [
    '503 on one region',
    [
      {
        match: { host: RUN, path: /v2\/projects\/jualuma-prod\/locations\/us-central1\/services$/ },
        kind: 'unavailable',
      },
    ],
    { resource: 'run.services', status: 'UNREACHABLE' },
  ],
  [
    'a region named unreachable in a 200',
    [
      {
        match: { host: RUN, path: /v1\/projects\/jualuma-prod\/locations\/-\/services/ },
        kind: 'unreachable-region',
        region: 'us-central1',
      },
    ],
    { resource: 'run.services', status: 'UNREACHABLE' },
  ],
  [
    'a list that dies after its first page',
    [
      {
        match: { host: 'secretmanager.googleapis.com', path: /projects\/jualuma-prod\/secrets$/ },
        kind: 'missing-second-page',
      },
    ],
    { resource: 'secretmanager.secrets', status: 'UNREACHABLE' },
  ],
  [
    'an answer that is no JSON',
    [
      {
        match: { host: 'iam.googleapis.com', path: /projects\/jualuma-prod\/serviceAccounts$/ },
        kind: 'malformed',
      },
    ],
    { resource: 'iam.serviceAccounts', status: 'ERROR' },
  ],
];

describe('what could not be read', () => {
  it.each(FAULTS)('%s: a named gap, nothing deleted, everything else judged', async (_name, faults, gap) => {
    const { google, slack } = world;
    const way = byCommand(world);
    await way.pass();
    const handles = faults.map((fault) => google.faults.add(fault));
    breakGlass(google.estate);
    const blind = await way.pass();

    const named = blind.body.coverage.filter(
      (entry) => entry.environment === 'prod' && entry.resource === gap.resource,
    );
    expect(named.map((entry) => entry.status)).toContain(gap.status);
    expect(named.every((entry) => entry.status === 'OK' || (entry.detail ?? '') !== '')).toBe(true);
    expect(blind.body.coverage.filter((entry) => entry.environment !== 'prod' && isGap(entry))).toEqual([]);
    expect(blind.body.transitions.filter(({ kind }) => kind === 'resolved')).toEqual([]);
    expect(JSON.stringify(slack.messages)).not.toMatch(/deleted|disappeared|removed/);
    expect([2, 3]).toContain(blind.code);

    for (const handle of handles) handle.remove();
    const recovered = await way.pass();
    const seen = [...blind.body.transitions, ...recovered.body.transitions].filter(
      ({ kind }) => kind === 'opened',
    );
    const fingerprints = seen.map(({ fingerprint }) => fingerprint);
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
    expect(JSON.stringify(slack.messages)).toContain('678067977394-compute');
    expect(recovered.body.coverage.filter(isGap)).toEqual([]);
  });

  it('lists that are not offered at all are not visible, and wrong of nothing', async () => {
    for (const path of [/\/(jobs|workerpools|workerPools|domainmappings)$/, /\/locations\/[^/]+\/secrets$/])
      world.google.faults.add({ match: { path }, kind: 'not-found' });
    const way = byCommand(world);
    const [first, second, third] = [await way.pass(), await way.pass(), await way.pass()];
    expect(first.body.coverage.filter(isGap)).toEqual([]);
    expect(first.body.coverage.filter(({ status }) => status === 'NOT_CAPTURED').length).toBeGreaterThan(0);
    expect([first.code, second.code, third.code]).toEqual([0, 0, 0]);
    expect(world.slack.messages).toHaveLength(1);
  });

  it('an empty page with a next token is read on', async () => {
    world.google.faults.add({
      match: { path: /projects\/jualuma-prod\/secrets$/ },
      kind: 'empty-page-with-next-token',
    });
    const { body, code } = await byCommand(world).pass();
    expect(body.coverage.filter(isGap)).toEqual([]);
    expect(code).toBe(0);
  });
});
