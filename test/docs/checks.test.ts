import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { CHECKS } from '../../shared/checks/table.ts';
import { CHECK_IDS } from '../../shared/contract/check-ids.ts';
import { REPORT_FORMATS } from '../../shared/report/formats.ts';

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('docs/checks.md', () => {
  it('has a section for each check, by number and id', () => {
    const sections = [...read('checks.md').matchAll(/^## (\d+) ([a-z-]+)$/gm)].map(([, number, id]) => ({
      number: Number(number),
      id,
    }));
    expect(sections).toEqual(CHECK_IDS.map((id, index) => ({ number: index + 1, id })));
    for (const { id, number } of CHECKS) expect(sections).toContainEqual({ id, number });
  });
});

describe('docs/replacing-scripts.md', () => {
  const text = read('replacing-scripts.md');

  it('names checks by the number and id they have', () => {
    const named = [...text.matchAll(/\b(\d+) `([a-z-]+)`/g)].map(([, number, id]) => [Number(number), id]);
    expect(named.length).toBeGreaterThan(20);
    for (const [number, id] of named) expect(CHECK_IDS[Number(number) - 1]).toBe(id);
  });

  it('asks for checks that there are', () => {
    const asked = [...text.matchAll(/--only ([\w,-]+)/g)].flatMap(([, list]) => (list ?? '').split(','));
    const known = CHECK_IDS.flatMap((id, index) => [id, String(index + 1)]);
    expect(asked.filter((word) => !known.includes(word))).toEqual([]);
  });
});

describe('docs/reports.md', () => {
  const text = read('reports.md');

  it('has a line for each format', () => {
    const rows = [...text.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(Object.keys(REPORT_FORMATS));
  });

  it('shows YAML that can be read', () => {
    const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml ?? '');
    expect(examples.length).toBe(4);
    for (const yaml of examples) expect(() => parse(yaml)).not.toThrow();
  });
});
