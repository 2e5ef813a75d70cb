import { expect, test } from '@jest/globals';
import { environmentIdentifiers } from '../../shared/contract/identifiers.ts';
import { loadContract } from '../../shared/contract/load.ts';
import { createMentionFinder } from '../../shared/estate/mentions.ts';
import { changed, SAMPLE } from './sample.ts';

function identifiers(text: string): Record<string, string[]> {
  const list = environmentIdentifiers(loadContract(text, 'c.yaml'));
  return Object.fromEntries(list.map(({ name, identifiers }) => [name, [...identifiers]]));
}

test('are gathered once for a contract, and anew for another one', () => {
  const contract = loadContract(SAMPLE, 'c.yaml');
  let asked = 0;
  const counted = {
    ...contract,
    intent: (...where: Parameters<typeof contract.intent>) => {
      asked += 1;
      return contract.intent(...where);
    },
  };
  const first = environmentIdentifiers(counted);
  const once = asked;
  expect([environmentIdentifiers(counted) === first, asked]).toEqual([true, once]);
  expect(once).toBeGreaterThan(0);
  expect(environmentIdentifiers({ ...counted, environments: [] })).toEqual([]);
});

test('projects, numbers, declared hosts, and services that only one environment has', () => {
  expect(identifiers(SAMPLE)).toEqual({
    dev: ['acme-dev', 'web-'],
    stage: ['acme-stage', 'backend-stage-', 'web-stage-'],
    prod: ['678067977394', 'acme-prod', 'api.acme.com', 'frontend-'],
  });
});

test('a name that another environment has betrays nothing, one that is its own does', () => {
  expect(identifiers(changed('stage: backend-stage', 'stage: core')).stage).toContain('core-');
  expect(identifiers(SAMPLE).dev).not.toContain('backend-');
});

test("a name that begins another environment's is told apart by what follows in a host", () => {
  const { dev, stage } = identifiers(SAMPLE);
  const find = createMentionFinder([...(dev ?? []), ...(stage ?? [])]);
  expect(find('https://web-m5loacypwq-uc.a.run.app')).toEqual(['web-']);
  expect(find('https://web-stage-m5loacypwq-uc.a.run.app')).toEqual(['web-stage-']);
});

test('a domain-scoped project is known by its accounts too', () => {
  const scoped = identifiers(changed('project: acme-dev', 'project: "acme.com:shop-dev"')).dev ?? [];
  expect(scoped).toEqual(['acme.com:shop-dev', 'shop-dev.acme.com.iam.gserviceaccount.com', 'web-']);
  const find = createMentionFinder(scoped);
  expect(find('cr@shop-dev.acme.com.iam.gserviceaccount.com')).toEqual([
    'shop-dev.acme.com.iam.gserviceaccount.com',
  ]);
  expect(find('cr@my-shop-dev.acme.com.iam.gserviceaccount.com')).toEqual([]);
});
