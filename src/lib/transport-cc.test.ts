import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { seededRandom } from '../../test/fault-weather.ts';
import { createTransportFeedback } from './transport-cc.ts';

/** Reads a report back, as a sender does. */
function read(bytes: Buffer) {
  assert.equal(bytes[0]! & 0x1f, 15);
  assert.equal(bytes[1], 205);
  assert.equal(bytes.length, (bytes.readUInt16BE(2) + 1) * 4);
  const base = bytes.readUInt16BE(12);
  const count = bytes.readUInt16BE(14);
  const padding = bytes[0]! & 0x20 ? bytes[bytes.length - 1]! : 0;
  const statuses: number[] = [];
  let at = 20;
  while (statuses.length < count) {
    const chunk = bytes.readUInt16BE(at);
    at += 2;
    if (chunk >> 15 === 0) for (let i = 0; i < (chunk & 0x1fff); i++) statuses.push((chunk >> 13) & 3);
    else for (let i = 0; i < 7; i++) statuses.push((chunk >> (12 - i * 2)) & 3);
  }
  let timeUs = bytes.readUIntBE(16, 3) * 64_000;
  const arrivals = new Map<number, number | null>();
  for (const [i, status] of statuses.slice(0, count).entries()) {
    if (status === 0) arrivals.set((base + i) & 0xffff, null);
    else {
      timeUs += (status === 1 ? bytes.readUInt8(at) : bytes.readInt16BE(at)) * 250;
      at += status;
      arrivals.set((base + i) & 0xffff, timeUs);
    }
  }
  assert.equal(at + padding, bytes.length, 'nothing is left over but the padding');
  return { number: bytes[19]!, arrivals };
}

const reportOf = (received: readonly (readonly [sequence: number, arrivalUs: number])[]) => {
  const feedback = createTransportFeedback({ senderSsrc: 1, mediaSsrc: 2 });
  for (const [sequence, arrivalUs] of received) feedback.received(sequence, arrivalUs);
  return feedback;
};

test('the first delta counts from the reference time, not from the packet', () => {
  const { arrivals } = read(reportOf([[7, 1_000_000]]).build()!);
  assert.deepEqual([...arrivals], [[7, 1_000_000]]);
});

test('a lost packet is listed as lost', () => {
  const { arrivals } = read(
    reportOf([
      [10, 64_000],
      [13, 65_000],
    ]).build()!,
  );
  assert.deepEqual(
    [...arrivals],
    [
      [10, 64_000],
      [11, null],
      [12, null],
      [13, 65_000],
    ],
  );
});

test('packets lost between two reports are in the second', () => {
  const feedback = reportOf([[1, 64_000]]);
  feedback.build();
  feedback.received(4, 90_000);
  const { arrivals, number } = read(feedback.build()!);
  assert.deepEqual([...arrivals.keys()], [2, 3, 4]);
  assert.equal(number, 1);
});

test('numbering goes on across the 16-bit wrap', () => {
  const { arrivals } = read(
    reportOf([
      [65_534, 64_000],
      [1, 64_500],
    ]).build()!,
  );
  assert.deepEqual([...arrivals.keys()], [65_534, 65_535, 0, 1]);
});

test('nothing received makes no report', () => {
  const feedback = reportOf([[1, 1]]);
  feedback.build();
  assert.equal(feedback.build(), null);
});

test('a packet that was overtaken and reported lost is reported again, with what came after it', () => {
  const feedback = reportOf([
    [1, 64_000],
    [3, 66_000],
  ]);
  assert.equal(read(feedback.build()!).arrivals.get(2), null);
  feedback.received(2, 67_000);
  assert.deepEqual(
    [...read(feedback.build()!).arrivals],
    [
      [2, 67_000],
      [3, 66_000],
    ],
  );
  assert.equal(feedback.build(), null);
});

test('a packet that comes too late to matter changes nothing', () => {
  const feedback = reportOf([[1, 64_000]]);
  for (let sequence = 3; sequence < 400; sequence++) feedback.received(sequence, 64_000 + sequence * 1000);
  feedback.build();
  feedback.received(2, 900_000);
  assert.equal(feedback.build(), null);
});

/** Twenty seconds of 300 packets a second, reported every 50 ms, as a sender's congestion control sees them. */
function seenBySender(network: { delayMs: number; jitterMs: number; loss: number; driftMsPerS?: number }) {
  const random = seededRandom(6);
  const feedback = createTransportFeedback({ senderSsrc: 1, mediaSsrc: 2 });
  const sent = Array.from({ length: 6_000 }, (_, n) => {
    const sentMs = 1_000 + n * (10 / 3);
    const isLost = random() < network.loss;
    const delayMs = network.delayMs + (random() * 2 - 1) * network.jitterMs + ((sentMs - 1_000) / 1000) * (network.driftMsPerS ?? 0);
    return { n, sentMs, arrivalMs: isLost ? null : sentMs + delayMs };
  });
  const arriving = sent.filter(({ arrivalMs }) => arrivalMs !== null).toSorted((a, b) => a.arrivalMs! - b.arrivalMs!);
  const seen = new Map<number, number | null>();
  let highest = -1;
  const listen = () => {
    const bytes = feedback.build();
    if (!bytes) return;
    for (const [sequence, us] of read(bytes).arrivals) {
      highest = Math.max(highest, sequence);
      if (us !== null || !seen.has(sequence)) seen.set(sequence, us === null ? null : us / 1000);
    }
  };
  let reportMs = 1_050;
  for (const { n, arrivalMs } of arriving) {
    for (; arrivalMs! > reportMs; reportMs += 50) listen();
    feedback.received(n & 0xffff, Math.round(arrivalMs! * 1000));
  }
  listen();
  const told = sent.filter(({ n }) => n <= highest);
  const delays = told.flatMap(({ n, sentMs }) => {
    const atMs = seen.get(n);
    return typeof atMs === 'number' ? [[sentMs, atMs - sentMs] as const] : [];
  });
  return {
    listed: told.filter(({ n }) => seen.has(n)).length / told.length,
    lossSeen: told.filter(({ n }) => seen.get(n) === null).length / told.length,
    lossTrue: told.filter(({ arrivalMs }) => arrivalMs === null).length / told.length,
    worstErrorMs: Math.max(...delays.map(([sentMs, delayMs]) => Math.abs(delayMs - (trueDelay(sentMs) ?? delayMs)))),
    slopeMsPerS: slope(delays) * 1000,
  };
  function trueDelay(sentMs: number): number | null {
    const { arrivalMs } = sent[Math.round(((sentMs - 1_000) * 3) / 10)]!;
    return arrivalMs === null ? null : arrivalMs - sentMs;
  }
}

/** What a trendline estimator looks for: delay that grows. Least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  return (
    points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
  );
}

const NETWORKS: [name: string, network: Parameters<typeof seenBySender>[0]][] = [
  ['a quiet network', { delayMs: 5, jitterMs: 0, loss: 0 }],
  ['one per cent of loss', { delayMs: 30, jitterMs: 0, loss: 0.01 }],
  ['jitter that reorders, across the edges of reports', { delayMs: 50, jitterMs: 20, loss: 0 }],
  ['both', { delayMs: 50, jitterMs: 20, loss: 0.02 }],
  ['a queue that fills', { delayMs: 20, jitterMs: 0, loss: 0, driftMsPerS: 10 }],
];
for (const [name, network] of NETWORKS) {
  test(`congestion control is told the truth of ${name}`, () => {
    const seen = seenBySender(network);
    assert.equal(seen.listed, 1, 'every packet is listed, lost ones too');
    assert.ok(Math.abs(seen.lossSeen - seen.lossTrue) < 0.001, `${seen.lossSeen} of loss for ${seen.lossTrue}`);
    assert.ok(seen.worstErrorMs < 0.2, `an arrival is off by ${seen.worstErrorMs} ms`);
    assert.ok(Math.abs(seen.slopeMsPerS - (network.driftMsPerS ?? 0)) < 0.5, `the delay seems to grow by ${seen.slopeMsPerS} ms/s`);
  });
}

test('whatever arrives, the sender reads back each arrival within a quarter of a millisecond', () => {
  const step = fc.record({ skip: fc.integer({ min: 1, max: 40 }), waitUs: fc.integer({ min: 0, max: 400_000 }) });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 65_535 }), fc.array(step, { minLength: 1, maxLength: 120 }), (start, steps) => {
      const feedback = createTransportFeedback({ senderSsrc: 1, mediaSsrc: 2 });
      const sent = new Map<number, number>();
      let sequence = start;
      let timeUs = 5_000_000;
      for (const { skip, waitUs } of steps) {
        sequence = (sequence + skip) & 0xffff;
        timeUs += waitUs;
        sent.set(sequence, timeUs);
        feedback.received(sequence, timeUs);
      }
      const got = new Map<number, number | null>();
      for (let bytes = feedback.build(); bytes; bytes = feedback.build()) for (const entry of read(bytes).arrivals) got.set(...entry);
      for (const [key, arrivalUs] of sent)
        assert.ok(Math.abs(got.get(key)! - arrivalUs) <= 125, `${key}: ${got.get(key)} for ${arrivalUs}`);
      assert.equal([...got.values()].filter((value) => value !== null).length, sent.size);
    }),
    { numRuns: 200 },
  );
});
