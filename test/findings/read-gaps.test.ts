import { describe, expect, test } from '@jest/globals';
import type { CoverageEntry, ResourceClass } from '../../shared/snapshot/model.ts';
import { passInput } from './fixtures.ts';

const REGION = 'us-central1';

function entry(
  resource: ResourceClass,
  status: CoverageEntry['status'],
  place: Partial<CoverageEntry> = {},
): CoverageEntry {
  const region = resource.startsWith('run.') ? REGION : null;
  return { environment: 'prod', project: 'shop-prod', region, resource, status, detail: 'why', ...place };
}

/** What settles a gap of the secrets' list, read live and from files. */
function settles(status: CoverageEntry['status'], detail: string): [string, string] {
  const coverage = [entry('secretmanager.secrets', status, { detail })];
  const [live, files] = [false, true].map(
    (fromFiles) => passInput({ coverage, fromFiles }).observation.findings[0]?.settle ?? '',
  );
  return [live ?? '', files ?? ''];
}

function gaps(coverage: CoverageEntry[]) {
  return passInput({ coverage }).observation.findings.filter(({ kind }) => kind === 'read-gap');
}

const named = (coverage: CoverageEntry[]) =>
  gaps(coverage)
    .map(({ resource }) => resource)
    .sort();

describe('what is read of the members of a list', () => {
  const lost = [
    entry('run.services', 'DENIED'),
    entry('run.services.iamPolicy', 'DENIED'),
    entry('run.revisions', 'DENIED'),
    entry('secretmanager.secrets', 'DENIED'),
    entry('secretmanager.versions', 'DENIED'),
    entry('secretmanager.secrets.iamPolicy', 'DENIED'),
    entry('iam.serviceAccounts', 'DENIED'),
    entry('iam.serviceAccountKeys', 'DENIED'),
  ];

  test('is one finding with the list that failed in the same way, which names all that is unseen', () => {
    expect(named(lost)).toEqual(['iam.serviceAccounts', `run.services/${REGION}`, 'secretmanager.secrets']);
    const services = gaps(lost).find(({ resource }) => resource.startsWith('run.'));
    expect(services?.message).toMatch(
      /Unseen meanwhile: which services there are.*; who may invoke the services; whether the revision/,
    );
  });

  test.each([
    ['whose list was read', [entry('run.services', 'OK'), entry('run.services.iamPolicy', 'DENIED')]],
    [
      'whose list failed in another way',
      [entry('run.services', 'THROTTLED'), entry('run.services.iamPolicy', 'DENIED')],
    ],
    [
      'whose list failed in another region',
      [
        entry('run.services', 'DENIED', { region: 'europe-west1' }),
        entry('run.services.iamPolicy', 'DENIED'),
      ],
    ],
    [
      'whose list failed in another environment',
      [
        entry('run.services', 'DENIED', { environment: 'dev', project: 'shop-dev' }),
        entry('run.services.iamPolicy', 'DENIED'),
      ],
    ],
  ])('is a finding of its own where it is one %s', (_, coverage) => {
    expect(named(coverage)).toContain(`run.services.iamPolicy/${REGION}`);
  });

  test('is told once the list can be read and it still cannot', () => {
    const mended = lost.map((one) =>
      one.resource === 'run.services' ? { ...one, status: 'OK' as const } : one,
    );
    expect(named(mended)).toEqual([
      'iam.serviceAccounts',
      `run.revisions/${REGION}`,
      `run.services.iamPolicy/${REGION}`,
      'secretmanager.secrets',
    ]);
  });
});

describe('how a gap is settled', () => {
  const enable = 'gcloud services enable secretmanager.googleapis.com --project=shop-prod';

  test.each([
    [
      'DENIED',
      'why',
      'Give the viewer the missing permission',
      'Give whoever exports the missing permission',
    ],
    ['API_DISABLED', enable, enable, `${enable}, then`],
    ['API_DISABLED', 'why', 'Enable the API; plumbline doctor', 'Enable the API, then'],
    ['ERROR', 'why', 'Nothing to do if the next pass reads it', 'Mend what the message names, or'],
  ] as const)('%s: %s', (status, detail, live, files) => {
    const told = settles(status, detail);
    expect(told[0]).toContain(live);
    expect(told[1]).toContain(files);
    expect(told[1]).toContain('plumbline export-commands');
    expect(told[1]).not.toContain('doctor');
  });
});
