import { describe, expect, it } from '@jest/globals';
import type { BreakGlassRequest, BreakGlassWindow, WindowChange } from '../../shared/break-glass/model.ts';
import {
  closeWindow,
  windowByName,
  windowFor,
  windowId,
  windowState,
  withPass,
} from '../../shared/break-glass/window.ts';

const NOW = new Date('2026-02-27T03:10:00Z');
const HOUR = 3_600_000;
const REQUEST: BreakGlassRequest = {
  reason: 'prod answers 404',
  ticket: 'INC-227',
  actor: 'ops@example.com',
  environment: 'prod',
  durationMs: 4 * HOUR,
};

const later = (hours: number) => new Date(NOW.getTime() + hours * HOUR);
const opened = () => windowFor(REQUEST, [], { id: 'bg-1', requestId: 'r-bg-1', now: NOW });

describe('windowFor', () => {
  it('opens a window that ends when the request says', () => {
    expect(opened()).toMatchObject({
      id: 'bg-1',
      openedAt: '2026-02-27T03:10:00.000Z',
      expiresAt: '2026-02-27T07:10:00.000Z',
      runIds: [],
      closed: null,
    });
  });

  it.each<[string, Partial<BreakGlassRequest>, number, string]>([
    ['the same ticket again belongs to the open window', {}, 1, 'bg-1'],
    ['another ticket opens its own', { ticket: 'INC-228' }, 1, 'bg-2'],
    ['another environment opens its own', { environment: 'stage' }, 1, 'bg-2'],
    ['the same ticket after its window has expired opens a new one', {}, 5, 'bg-2'],
  ])('%s', (_, change, hours, id) => {
    const request = { ...REQUEST, ...change };
    expect(windowFor(request, [opened()], { id: 'bg-2', requestId: 'r-bg-2', now: later(hours) }).id).toBe(
      id,
    );
  });

  it('a second request keeps the window open longer, never shorter', () => {
    const longer = windowFor(REQUEST, [opened()], { id: 'x', requestId: 'r-x', now: later(1) });
    expect(longer.expiresAt).toBe(later(5).toISOString());
    const shorter = windowFor({ ...REQUEST, durationMs: HOUR }, [opened()], {
      id: 'x',
      requestId: 'r-x',
      now: later(1),
    });
    expect(shorter.expiresAt).toBe(later(4).toISOString());
  });

  it('a closed window takes nothing more', () => {
    const closed = closeWindow(opened(), { by: 'ops', reason: 'done' }, later(1));
    expect(windowFor(REQUEST, [closed], { id: 'bg-2', requestId: 'r-bg-2', now: later(2) }).id).toBe('bg-2');
  });
});

describe('windowState', () => {
  it.each([
    [3.999, 'open'],
    [4, 'expired'],
  ])('after %d hours of four: %s', (hours, state) => {
    expect(windowState(opened(), later(hours))).toBe(state);
  });
});

describe('withPass', () => {
  it('keeps the changes of its own environment, and counts what is beyond its room', () => {
    const one = (environment: string) => ({ environment }) as WindowChange;
    const window = withPass(opened(), { runId: 'r1', changes: [one('prod'), one('stage')] });
    expect(window).toMatchObject({ runIds: ['r1'], changes: [{ environment: 'prod' }], leftOut: 0 });
    const many = withPass(window, { runId: 'r2', changes: Array.from({ length: 500 }, () => one('prod')) });
    expect(many.changes).toHaveLength(400);
    expect(many.leftOut).toBe(101);
  });
});

describe('closeWindow', () => {
  it('names who and why, once', () => {
    const closed = closeWindow(opened(), { by: 'ops', reason: 'reverted' }, later(1));
    expect(windowState(closed, later(1))).toBe('closed');
    expect(() => closeWindow(closed, { by: 'ops', reason: 'again' }, later(2))).toThrow(/was closed by ops/);
    expect(() => closeWindow(opened(), { by: ' ', reason: 'x' }, NOW)).toThrow(/who/);
    expect(() => closeWindow(opened(), { by: 'x', reason: '' }, NOW)).toThrow(/why/);
  });
});

describe('windowByName', () => {
  const windows = [
    { ...opened(), id: 'bg-20260227-aaaaaa' },
    { ...opened(), id: 'bg-20260227-bbbbbb', ticket: 'INC-9' },
  ] satisfies BreakGlassWindow[];
  it('finds a window by id, by a beginning of it, or by its ticket', () => {
    expect(windowByName(windows, 'bg-20260227-bbbbbb').ticket).toBe('INC-9');
    expect(windowByName(windows, 'bg-20260227-a').ticket).toBe('INC-227');
    expect(windowByName(windows, 'INC-9').id).toBe('bg-20260227-bbbbbb');
  });
  it('says what is missing or ambiguous', () => {
    expect(() => windowByName(windows, 'nope')).toThrow(/break-glass list/);
    expect(() => windowByName(windows, 'bg-2026')).toThrow(
      /2 windows.*bg-20260227-aaaaaa, bg-20260227-bbbbbb/,
    );
  });
});

describe('windowId', () => {
  it('names its day and has random digits', () => {
    expect(windowId(NOW, '4f9c2a10-5b1c-4a53')).toBe('bg-20260227-4f9c2a');
  });
});
