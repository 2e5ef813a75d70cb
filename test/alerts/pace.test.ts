import { expect, test } from '@jest/globals';
import { createPace } from '../../shared/alerts/pace.ts';

/** Waiting moves the clock, and is written down. */
function paced() {
  const time = { at: 0, waited: [] as number[] };
  const pace = createPace({
    now: () => new Date(time.at),
    wait: async (ms) => {
      time.waited.push(ms);
      time.at += ms;
    },
  });
  return { pace, time };
}

test('a few go out at once, then about one a second', async () => {
  const { pace, time } = paced();
  for (let count = 0; count < 8; count += 1) await pace('#drift');
  expect(time.waited).toEqual([1_100, 1_100, 1_100]);
});

test('a channel that rested may have a few at once again', async () => {
  const { pace, time } = paced();
  for (let count = 0; count < 6; count += 1) await pace('#drift');
  time.at += 10_000;
  for (let count = 0; count < 5; count += 1) await pace('#drift');
  expect(time.waited).toEqual([1_100]);
});

test('channels do not wait for each other', async () => {
  const { pace, time } = paced();
  for (const channel of ['#a', '#b', '#a', '#b', '#a', '#b']) await pace(channel);
  expect(time.waited).toEqual([]);
});

test('whoever asks while others wait is behind them', async () => {
  const waited: number[] = [];
  const pace = createPace({ now: () => new Date(0), wait: async (ms) => void waited.push(ms) });
  await Promise.all(Array.from({ length: 7 }, () => pace('#drift')));
  expect(waited).toEqual([1_100, 2_200]);
});
