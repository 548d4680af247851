import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type PricePoint, priceFacts, priorPrice, WINDOW_MS } from './price-facts.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 10, 21);
/** `daysAgo -> euros`, oldest first. */
const past = (...prices: [daysAgo: number, euros: number][]): PricePoint[] =>
  prices.map(([daysAgo, euros]) => ({ kind: 'price', minor: BigInt(euros * 100), since: NOW - daysAgo * DAY, until: null }));
const offer = (daysAgo: number, lastsDays: number, euros: number): PricePoint => ({
  kind: 'offer',
  minor: BigInt(euros * 100),
  since: NOW - daysAgo * DAY,
  until: NOW - (daysAgo - lastsDays) * DAY,
});
const byTime = (points: PricePoint[]) => points.toSorted((a, b) => a.since - b.since);

test('a fall says what it was: the lowest of the 30 days before', () => {
  const facts = priceFacts(past([90, 100], [2, 80]), NOW);
  assert.equal(facts.was, 10_000n);
  assert.equal(facts.percentOff, 20);
  assert.equal(facts.lowest30, 8000n);
  assert.equal(facts.since, NOW - 2 * DAY);
});

test('100, 80, 100 and then 70 may only be compared with 80', () => {
  const facts = priceFacts(past([90, 100], [20, 80], [10, 100], [1, 70]), NOW);
  assert.equal(facts.was, 8000n);
  assert.equal(facts.percentOff, 12, 'rounded down, never up');
});

test('several reductions in a row compare each with the step before', () => {
  assert.equal(priceFacts(past([90, 100], [10, 90], [5, 80]), NOW).was, 9000n);
  assert.equal(priceFacts(past([90, 100], [40, 90], [5, 80], [1, 70]), NOW).was, 8000n);
});

test('a price that goes up and down again is no bargain', () => {
  assert.equal(priceFacts(past([90, 100], [20, 80], [10, 100]), NOW).was, null, 'it rose');
  assert.equal(priceFacts(past([90, 100], [20, 80], [10, 100], [5, 80]), NOW).was, null, 'it was as low before');
  assert.equal(priceFacts(past([90, 80], [20, 100], [5, 80]), NOW).was, null, '80 still held 30 days before the fall');
});

test('a live price belongs to the past of the next one', () => {
  const withOffer = byTime([...past([90, 100], [1, 80]), offer(12, 0.01, 75)]);
  assert.equal(priceFacts(withOffer, NOW).was, null);
  assert.equal(priorPrice(byTime([...past([90, 100]), offer(12, 0.01, 75)]), NOW), 7500n);
  assert.equal(priorPrice(byTime([...past([90, 100]), offer(45, 1, 75)]), NOW), 10_000n);
});

test('without 30 days of past there is no "was"', () => {
  assert.equal(priceFacts(past([29, 100], [2, 80]), NOW).was, null);
  assert.equal(priceFacts(past([32, 100], [2, 80]), NOW).was, 10_000n);
});

test('a lower price that has held for 30 days is the ordinary price', () => {
  assert.equal(priceFacts(past([90, 100], [31, 80]), NOW).was, null);
  assert.equal(priceFacts(past([90, 100], [29, 80]), NOW).was, 10_000n);
});

test('two changes in the same moment: only the last one held', () => {
  assert.equal(priceFacts(past([90, 100], [5, 50], [5, 80]), NOW).was, 10_000n);
  assert.equal(priceFacts(past([90, 100], [5, 50], [5, 80]), NOW).lowest30, 8000n);
});

test('facts agree with looking at the price hour by hour', () => {
  const HOUR = DAY / 24;
  const history = fc
    .array(fc.record({ hoursAgo: fc.integer({ min: 1, max: 24 * 80 }), euros: fc.integer({ min: 1, max: 12 }) }), { maxLength: 9 })
    .map((steps) => {
      const sorted = [{ hoursAgo: 24 * 130, euros: 10 }, ...steps.toSorted((a, b) => b.hoursAgo - a.hoursAgo)];
      // The writer appends a price only when it changes, and one per moment.
      return sorted.filter((step, at) => at === 0 || (step.euros !== sorted[at - 1]!.euros && step.hoursAgo !== sorted[at - 1]!.hoursAgo));
    });
  fc.assert(
    fc.property(history, (steps) => {
      const points = past(...steps.map((step): [number, number] => [step.hoursAgo / 24, step.euros]));
      const facts = priceFacts(points, NOW);
      const at = (time: number) => (points.findLast((point) => point.since <= time) ?? points[0]!).minor;
      const during = (from: number, to: number) => {
        const seen: bigint[] = [];
        for (let time = from; time < to; time += HOUR) seen.push(at(time));
        return seen.reduce((low, minor) => (minor < low ? minor : low));
      };
      const before = during(facts.since - 30 * DAY, facts.since);
      const expected = before > facts.minor && facts.since > NOW - 30 * DAY ? before : null;
      assert.equal(facts.was, points.length === 1 ? null : expected);
      if (facts.was !== null) assert.ok(facts.was > facts.minor && facts.percentOff! >= 0 && facts.percentOff! < 100);
      assert.ok(facts.lowest30 <= facts.minor);
      assert.equal(facts.lowest30, during(NOW - 30 * DAY, NOW + 1));
    }),
    { numRuns: 300 },
  );
});

test('a running offer is the price that is asked, until the moment it ends, and leaves the list price alone', () => {
  const history = [
    { kind: 'price', minor: 9400n, since: 0, until: null },
    { kind: 'offer', minor: 7900n, since: WINDOW_MS * 2, until: WINDOW_MS * 2 + 1000 },
  ] as const;
  const during = priceFacts(history, WINDOW_MS * 2 + 999);
  assert.deepEqual([during.minor, during.list, during.was, during.percentOff], [7900n, 9400n, 9400n, 15]);
  const after = priceFacts(history, WINDOW_MS * 2 + 1000);
  assert.deepEqual([after.minor, after.list, after.was, after.lowest30], [9400n, 9400n, null, 7900n]);
});
