import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { LIMITS } from './limits.ts';
import { createTail, type LogEvent } from './tail.ts';

/** A log in memory that counts how often it is asked. */
function createLog() {
  const log: LogEvent[] = [];
  const heard: number[] = [];
  let timers: (() => void)[] = [];
  let reads = 0;
  const tail = createTail('show', {
    source: {
      head: async () => ({ epoch: 'one', last: log.length }),
      async read(_key, after, limit) {
        reads += 1;
        return log.slice(after, after + limit);
      },
      snapshot: async () => null,
    },
    later(_ms, act) {
      timers.push(act);
      return () => (timers = timers.filter((other) => other !== act));
    },
    onEvents: (events) => heard.push(...events.map((event) => event.s)),
    onTrouble: (error) => assert.fail(String(error)),
  });
  return {
    tail,
    heard,
    reads: () => reads,
    timers: () => timers.length,
    /** @returns what whoever appends would tell */
    append(count: number, epoch = 'one') {
      const first = log.length + 1;
      for (let at = 0; at < count; at++) log.push({ s: log.length + 1 });
      return { epoch, first, last: log.length, events: log.slice(first - 1) };
    },
    async pass() {
      const due = timers;
      timers = [];
      for (const act of due) act();
      await settle();
    },
  };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

test('what was just appended is taken as it was told, without asking the log for it', async () => {
  const log = createLog();
  await log.tail.start();
  const before = log.reads();
  for (let at = 0; at < 5; at++) log.tail.wake(log.append(3));
  await settle();
  assert.deepEqual(log.heard, upTo(15));
  assert.equal(log.reads(), before);
  assert.deepEqual(
    log.tail.take(100).map((event) => event.s),
    upTo(15),
  );
});

test('what comes early waits for what precedes it, and a copy adds nothing', async () => {
  const log = createLog();
  await log.tail.start();
  const before = log.reads();
  const [one, two, three] = [log.append(2), log.append(2), log.append(2)];
  for (const grown of [three, two, two, one, three]) log.tail.wake(grown);
  await settle();
  assert.deepEqual(log.heard, upTo(6));
  assert.equal(log.reads(), before);
  assert.equal(log.timers(), 0, 'nothing waits for what has come');
});

test('what does not come within a moment is read, once', async () => {
  const log = createLog();
  await log.tail.start();
  const before = log.reads();
  log.append(2);
  log.tail.wake(log.append(2));
  log.tail.wake(log.append(2));
  await settle();
  assert.deepEqual(log.heard, []);
  await log.pass();
  assert.deepEqual(log.heard, upTo(6));
  assert.equal(log.reads(), before + 1);
});

test('events of another epoch are not taken', async () => {
  const log = createLog();
  await log.tail.start();
  log.tail.wake(log.append(2, 'two'));
  await settle();
  assert.deepEqual(log.heard, []);
});

test('more than may wait early is left to the log, and all of it arrives', async () => {
  const log = createLog();
  await log.tail.start();
  log.append(1);
  for (let at = 0; at < 5; at++) log.tail.wake(log.append(LIMITS.earlyEvents / 2));
  for (let round = 0; log.tail.read < 2501 && round < 50; round++) {
    log.tail.take(500);
    await log.pass();
  }
  assert.deepEqual(log.heard, upTo(2501));
});

test('whatever is lost, doubled and reordered, a reader ends equal to the log', async () => {
  const telling = fc.record({
    size: fc.integer({ min: 1, max: 9 }),
    copies: fc.integer({ min: 0, max: 2 }),
    place: fc.integer({ min: 0, max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(telling, { minLength: 1, maxLength: 30 }), async (tellings) => {
      const log = createLog();
      await log.tail.start();
      const road: ReturnType<typeof log.append>[] = [];
      for (const { size, copies, place } of tellings) {
        const grown = log.append(size);
        for (let copy = 0; copy < copies; copy++) road.splice(place, 0, grown);
        const arrived = road.length > 3 ? road.pop() : undefined;
        if (arrived) log.tail.wake(arrived);
        if (place === 0) await log.pass();
      }
      for (const grown of road) log.tail.wake(grown);
      await log.pass();
      await log.tail.poll();
      await settle();
      assert.deepEqual(log.heard, upTo(tellings.reduce((sum, { size }) => sum + size, 0)));
    }),
    { numRuns: 300 },
  );
});
