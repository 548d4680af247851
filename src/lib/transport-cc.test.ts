import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
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

test('a late packet that was reported lost is not reported again', () => {
  const feedback = reportOf([
    [1, 1_000],
    [3, 2_000],
  ]);
  feedback.build();
  feedback.received(2, 3_000);
  assert.equal(feedback.build(), null);
});

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
