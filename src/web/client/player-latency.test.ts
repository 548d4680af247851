import assert from 'node:assert/strict';
import test from 'node:test';
import { baseTargetS, type Latency, type LatencyInput, retryDelayMs, startLatency, steer } from './player-latency.ts';

const calm: LatencyInput = { bufferedS: 0.35, elapsedS: 0.1, stuckS: 0, ranDry: false };
const at = (targetS: number): Latency => ({ targetS, baseS: 0.35 });

const TABLE: [name: string, latency: Latency, input: Partial<LatencyInput>, rate: number, seek: number | null][] = [
  ['on target, it plays at its own speed', at(0.35), {}, 1, null],
  ['a little late, it hurries', at(0.35), { bufferedS: 0.5 }, 1.1, null],
  ['within the tolerance, it does not', at(0.35), { bufferedS: 0.46 }, 1, null],
  ['nearly dry, it dawdles', at(0.35), { bufferedS: 0.15 }, 0.97, null],
  ['far behind, it jumps', at(0.35), { bufferedS: 1.9 }, 1, 0.35],
  ['a wider target is late later', at(1), { bufferedS: 1.1 }, 1, null],
  ['a wider target jumps later', at(1), { bufferedS: 2.4 }, 1.1, null],
  ['stuck for a second with something to play, it jumps', at(0.35), { bufferedS: 0.8, stuckS: 1 }, 1, 0.35],
  ['stuck with nothing to play, it waits', at(0.35), { bufferedS: 0.05, stuckS: 5 }, 0.97, null],
];

for (const [name, latency, input, rate, seek] of TABLE) {
  test(`latency: ${name}`, () => {
    const advice = steer(latency, { ...calm, elapsedS: 0, ...input });
    assert.deepEqual([advice.rate, advice.seekBehindEndS], [rate, seek]);
  });
}

test('latency: running dry widens the target, two seconds at most, and calm narrows it again', () => {
  let latency = startLatency(baseTargetS('other'));
  latency = steer(latency, { ...calm, ranDry: true }).next;
  assert.ok(Math.abs(latency.targetS - 0.525) < 1e-9);
  for (let times = 0; times < 10; times++) latency = steer(latency, { ...calm, ranDry: true }).next;
  assert.equal(latency.targetS, 2);
  for (let ticks = 0; ticks < 600; ticks++) latency = steer(latency, calm).next;
  assert.ok(latency.targetS < 0.5 && latency.targetS >= 0.35, `${latency.targetS} s after a minute`);
});

test('latency: WebKit is given a whole second', () => assert.equal(startLatency(baseTargetS('webkit')).targetS, 1));

test('retries wait longer and longer, ten seconds at most, and never all at once', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 60].map((attempt) => retryDelayMs(attempt, 1)),
    [500, 1000, 2000, 4000, 8000, 10_000, 10_000],
  );
  assert.equal(retryDelayMs(2, 0), 1000);
});
