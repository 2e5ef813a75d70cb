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
