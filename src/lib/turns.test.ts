import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'node:test';
import { createTurns } from './turns.ts';

test('wishes for one place go in order, one turn at a time, and each gets its own answer', async () => {
  const turns: number[][] = [];
  let underWay = 0;
  const ask = createTurns<number, number>({
    async work(_place, wishes) {
      assert.equal((underWay += 1), 1);
      turns.push([...wishes]);
      await sleep(2);
      underWay -= 1;
      return wishes.map((wish) => wish * 10);
    },
    mostAtOnce: 4,
    mostWaiting: 100,
    gatherMs: 1,
  });
  const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => ask('here', at)));
  assert.deepEqual(
    answers,
    Array.from({ length: 10 }, (_, at) => at * 10),
  );
  assert.deepEqual(turns.flat(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.ok(turns.every((turn) => turn.length <= 4));
});

test('a place that is full says so at once, and a turn that fails fails only those who were in it', async () => {
  let broken = true;
  const ask = createTurns<string, string>({
    async work(_place, wishes) {
      if (broken) throw new Error('away');
      return wishes.map(() => 'done');
    },
    mostAtOnce: 2,
    mostWaiting: 2,
    gatherMs: 0,
  });
  const asked = [ask('here', 'a'), ask('here', 'b'), ask('there', 'c')];
  assert.equal(ask('here', 'd'), null);
  const told = await Promise.allSettled(asked);
  assert.deepEqual(
    told.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  );
  broken = false;
  assert.equal(await ask('here', 'e'), 'done');
});
