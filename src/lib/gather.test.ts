import assert from 'node:assert/strict';
import test from 'node:test';
import { createGather } from './gather.ts';

test('questions of one moment are one turn, and everybody gets the own answer', async () => {
  const turns: number[] = [];
  const double = createGather<number, number>({
    atOnce: 1,
    most: 100,
    async ask(numbers) {
      turns.push(numbers.length);
      await new Promise((resolve) => setImmediate(resolve));
      return numbers.map((number) => number * 2);
    },
  });
  const answers = await Promise.all(Array.from({ length: 250 }, (_, at) => double(at)));
  assert.deepEqual(
    answers,
    Array.from({ length: 250 }, (_, at) => at * 2),
  );
  assert.deepEqual(turns, [100, 100, 50]);
});

test('a turn that fails fails its own and nobody after it', async () => {
  let turn = 0;
  const ask = createGather<number, number>({
    atOnce: 1,
    most: 2,
    async ask(numbers) {
      if (turn++ === 0) throw new Error('away');
      return numbers;
    },
  });
  const outcomes = await Promise.allSettled([ask(1), ask(2), ask(3)]);
  assert.deepEqual(
    outcomes.map((outcome) => outcome.status),
    ['rejected', 'rejected', 'fulfilled'],
  );
  assert.equal(await ask(4), 4);
});

test('no more turns are under way than allowed', async () => {
  let now = 0;
  let most = 0;
  const ask = createGather<number, number>({
    atOnce: 3,
    most: 1,
    async ask(numbers) {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 1));
      now -= 1;
      return numbers;
    },
  });
  await Promise.all(Array.from({ length: 30 }, (_, at) => ask(at)));
  assert.equal(most, 3);
});
