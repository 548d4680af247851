import assert from 'node:assert/strict';
import test from 'node:test';
import { LIMITS } from './limits.ts';
import { createTempo, Frequency } from './tempo.ts';

/** A process that writes so often, for some seconds. @returns the tick of a calm room after each */
function spend(writesPerTick: (tickMs: number) => number, seconds: number, tempo: ReturnType<typeof createTempo>, clock: { at: number }) {
  const ticks: number[] = [];
  for (let second = 0; second < seconds; second++) {
    const until = clock.at + 1000;
    while (clock.at < until) {
      const tick = tempo.tickMs(0);
      for (let write = 0; write < writesPerTick(tick); write++) tempo.wrote();
      clock.at += tick;
    }
    ticks.push(tempo.tickMs(0));
  }
  return ticks;
}
const begin = () => {
  const clock = { at: 1_000_000 };
  return { clock, tempo: createTempo({ now: () => clock.at }) };
};

test('a process that writes little keeps the shortest tick', () => {
  const { clock, tempo } = begin();
  assert.deepEqual(
    spend(() => 4000, 4, tempo, clock),
    [50, 50, 50, 50],
  );
});

test('ticks grow until the writes are affordable, stay there, and shrink when the crowd has gone', () => {
  const { clock, tempo } = begin();
  // 20,000 sockets: 400,000 writes a second at 50 ms, 200,000 at 100 ms, 80,000 at 250 ms.
  assert.equal(spend(() => 20_000, 6, tempo, clock).at(-1), 250);
  assert.deepEqual(new Set(spend(() => 20_000, 4, tempo, clock)), new Set([250]));
  // 7,000 sockets: 140,000 at 50 ms, 70,000 at 100 ms.
  assert.equal(spend(() => 7000, 5, tempo, clock).at(-1), 100);
  assert.deepEqual(new Set(spend(() => 7000, 4, tempo, clock)), new Set([100]));
  assert.equal(spend(() => 100, 4, tempo, clock).at(-1), 50);
});

test('a room in which more is said than anybody reads is written to half as often', () => {
  const { tempo } = begin();
  assert.deepEqual(
    [0, LIMITS.calmEventsPerSecond, LIMITS.calmEventsPerSecond + 1].map((events) => tempo.tickMs(events)),
    [50, 50, 100],
  );
});

test('a frequency is that of the last second, whatever the clock does', () => {
  const frequency = new Frequency();
  for (let at = 5000; at < 7000; at += 20) frequency.add(1, at);
  assert.ok(Math.abs(frequency.perSecond(7000) - 50) <= 2);
  assert.equal(frequency.perSecond(60_000), 0);
  frequency.add(5, 60_000);
  assert.ok(frequency.perSecond(1000) <= 5, 'a clock that was set back');
});
