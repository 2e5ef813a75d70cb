import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { examineResource } from '../../shared/doctor/examination.ts';
import { projectResource } from '../../shared/doctor/examine.ts';
import { forbiddenOn } from '../../shared/doctor/permissions.ts';
import { MOST_PERMISSIONS, permissionsOf, questionsFor } from '../../shared/doctor/question.ts';
import { sampleOf } from '../../shared/doctor/sample.ts';
import { ENDLESS, fakeProbe, NEEDED, world } from './fake-probe.ts';

const PROJECT = projectResource('shop-prod');
const needs = (names: string[]) => names.map((permission) => ({ permission, reads: [] }));
const many = (count: number) => Array.from({ length: count }, (_, index) => `x.y.p${index}`);

describe('the questions about a resource', () => {
  test('a project is asked everything in one call, controls and forbidden ones together', () => {
    const questions = questionsFor(PROJECT, needs(NEEDED));
    expect(questions).toHaveLength(1);
    expect(questions.flatMap(permissionsOf)).toEqual([...NEEDED, ...forbiddenOn('project')]);
  });

  test('a secret is asked what a secret can grant', () => {
    const secret = { kind: 'secret' as const, project: 'shop-prod', region: null, name: 'PLAID' };
    const asked = questionsFor(secret, needs(NEEDED)).flatMap(permissionsOf);
    expect(asked).toContain('secretmanager.versions.access');
    expect(asked.filter((name) => !name.startsWith('secretmanager.'))).toEqual([]);
    expect(asked).not.toContain('secretmanager.secrets.create');
  });

  test('whatever their number: at most 100 in a call, each with controls, each permission somewhere', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 450 }), (count) => {
        const questions = questionsFor(PROJECT, needs(many(count)));
        for (const question of questions) {
          expect(permissionsOf(question).length).toBeLessThanOrEqual(MOST_PERMISSIONS);
          expect(question.controls.length).toBeGreaterThan(0);
        }
        const asked = new Set(questions.flatMap(permissionsOf));
        expect([...many(count), ...forbiddenOn('project')].filter((name) => !asked.has(name))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('more than 100 are split, and every part of the answer is judged', async () => {
    const needed = many(150);
    const projects = { 'shop-prod': [...needed.filter((name) => name !== 'x.y.p120'), 'run.jobs.run'] };
    const probe = fakeProbe(world({ needed, projects }));
    const { proof, permissions } = await examineResource(probe, PROJECT, ENDLESS);
    expect(probe.asked.map((one) => one.permissions.length)).toEqual([100, 100, expect.any(Number)]);
    expect(proof).toBe('sound');
    expect(permissions).toHaveLength(needed.length + forbiddenOn('project').length);
    const has = permissions.filter(({ need, standing }) => need === 'never' && standing === 'has');
    const lacks = permissions.filter(({ need, standing }) => need === 'must' && standing === 'lacks');
    expect(has.map(({ permission }) => permission)).toEqual(['run.jobs.run']);
    expect(lacks.map(({ permission }) => permission)).toEqual(['x.y.p120']);
  });

  test('one part that cannot be asked leaves what it would have said unknown', async () => {
    const probe = fakeProbe(world({ needed: many(150), projects: { 'shop-prod': many(150) } }));
    const gap = { status: 'THROTTLED' as const, detail: 'asked too often' };
    const ask: typeof probe.ask = async (resource, permissions) =>
      permissions.includes('run.jobs.run') ? { ok: false, gap } : probe.ask(resource, permissions);
    const examined = await examineResource({ ...probe, ask }, PROJECT, ENDLESS);
    expect(examined).toMatchObject({ proof: 'unasked', gap });
    const standing = (name: string) =>
      examined.permissions.find(({ permission }) => permission === name)?.standing;
    expect(standing('run.jobs.run')).toBe('unknown');
    expect(standing('x.y.p0')).toBe('has');
  });
});

describe('the sample', () => {
  const named = (...names: string[]) => names.map((name) => ({ name, region: null }));
  test.each([
    ['of none', named(), []],
    ['of one', named('a'), ['a']],
    ['of two', named('b', 'a'), ['a', 'b']],
    ['of three', named('c', 'a', 'b'), ['a', 'b', 'c']],
    ['of many', named('e', 'd', 'c', 'b', 'a'), ['a', 'c', 'e']],
  ])('%s', (_, members, chosen) => {
    expect(sampleOf(members).map(({ name }) => name)).toEqual(chosen);
  });

  test('is the same whatever the order of the list, regions first', () => {
    const member = fc.record({ name: fc.string(), region: fc.constantFrom('us-east1', 'europe-west1') });
    fc.assert(
      fc.property(fc.array(member), fc.infiniteStream(fc.nat()), (members, keys) => {
        const shuffled = members
          .map((one) => ({ one, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        expect(sampleOf(shuffled)).toEqual(sampleOf(members));
      }),
    );
  });
});
