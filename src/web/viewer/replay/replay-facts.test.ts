import assert from 'node:assert/strict';
import test from 'node:test';
import type { Chapter } from '#contract/replay.ts';
import { pan, show } from '../../../../test/screens/facts.ts';
import {
  barsOf,
  chapterAt,
  chapterStep,
  clipLengths,
  positionOfLink,
  priceStory,
  soldVariant,
  spell,
  windowAround,
} from './replay-facts.ts';

const chapter = (id: number, atMs: number, endMs: number): Chapter => ({
  id,
  atMs,
  endMs,
  startedAt: '2026-11-19T20:00:00.000Z',
  title: null,
  product: null,
  asked: null,
});
const three = [chapter(0, 0, 10_000), chapter(1, 10_000, 60_000), chapter(2, 60_000, 90_000)];

test('a position is in the chapter that began last, and every position is in one', () => {
  assert.deepEqual(
    [0, 9_999, 10_000, 95_000].map((at) => chapterAt(three, at)?.id),
    [0, 0, 1, 2],
  );
  assert.equal(chapterAt([], 5), null);
});

test('a step back restarts the chapter, and at its beginning goes to the one before', () => {
  assert.equal(chapterStep(three, 30_000, -1)?.id, 1);
  assert.equal(chapterStep(three, 11_000, -1)?.id, 0);
  assert.equal(chapterStep(three, 500, -1)?.id, 0);
  assert.equal(chapterStep(three, 30_000, 1)?.id, 2);
  assert.equal(chapterStep(three, 70_000, 1), null);
});

test('a link says seconds or hours, minutes and seconds; anything else says nothing', () => {
  assert.equal(positionOfLink('95'), 95_000);
  assert.equal(positionOfLink('1h2m3s'), 3_723_000);
  assert.equal(positionOfLink('36m'), 2_160_000);
  for (const text of [null, '', 'x', '-5', '1e9', '5m1h', '99999999']) assert.equal(positionOfLink(text), null, String(text));
});

test('a timeline of 72 hours has no more bars than can be seen, and still all of it', () => {
  const many = Array.from({ length: 2_000 }, (_, n) => chapter(n, n * 1_000, (n + 1) * 1_000));
  const bars = barsOf(many, 2_000_000, 100);
  assert.ok(bars.length <= 101, String(bars.length));
  assert.equal(bars[0]!.atMs, 0);
  for (const [at, bar] of bars.entries()) assert.equal(bar.endMs, bars[at + 1]?.atMs ?? 2_000_000);
  assert.equal(barsOf(three, 90_000, 100).length, 3);
});

test('the price of then is told beside the price of now, and never as a "was"', () => {
  const variant = pan.variants[1]!;
  const asked = { variantId: variant.id, variantTitle: '28 cm', price: { minor: 6900, currency: 'EUR' }, offerEndsAt: null };
  const end = '2026-11-19T20:45:00.000Z';
  assert.equal(priceStory(null, variant, 0).kind, 'unknown');
  assert.equal(priceStory(asked, variant, 0).kind, 'other');
  assert.equal(priceStory({ ...asked, price: variant.facts.price }, variant, 0).kind, 'same');
  assert.equal(priceStory(asked, null, 0).kind, 'other');
  assert.equal(priceStory({ ...asked, offerEndsAt: end }, variant, Date.parse(end) - 1).kind, 'offer_runs');
  assert.equal(priceStory({ ...asked, offerEndsAt: end }, variant, Date.parse(end)).kind, 'offer_over');
});

test('the card sells the variant that the show spoke of while it can be had, else another of the product', () => {
  const item = { ...show().shelf[0]!, offers: [] };
  const asked = (variantId: string) => ({ variantId, variantTitle: '', price: { minor: 1, currency: 'EUR' }, offerEndsAt: null });
  assert.equal(soldVariant(item, asked(pan.variants[1]!.id), 0).id, pan.variants[1]!.id);
  assert.equal(soldVariant(item, asked(pan.variants[2]!.id), 0).id, pan.variants[0]!.id);
  assert.equal(soldVariant(item, null, 0).id, pan.variants[0]!.id);
});

test('a window of a long list has its member in it, also at the ends', () => {
  const all = Array.from({ length: 500 }, (_, n) => n);
  for (const at of [0, 3, 250, 499]) {
    const { shown } = windowAround(all, at, 60);
    assert.equal(shown.length, 60);
    assert.ok(shown.includes(at));
  }
  assert.deepEqual(windowAround([1, 2], 1, 60), { from: 0, shown: [1, 2] });
});

test('a position reads as on a clock, cut off and never rounded up', () => {
  assert.deepEqual([0, 59_999, 420_000, 6_940_000].map(spell), ['0:00', '0:59', '7:00', '1:55:40']);
});

test('a clip is as long as what is left, a minute for anybody and three for the crew', () => {
  assert.deepEqual(clipLengths(0, 600_000, false), [15_000, 30_000, 60_000]);
  assert.deepEqual(clipLengths(0, 600_000, true).at(-1), 180_000);
  assert.deepEqual(clipLengths(580_000, 600_000, false), [15_000]);
  assert.deepEqual(clipLengths(592_000, 600_000, false), [8_000]);
  assert.deepEqual(clipLengths(599_900, 600_000, false), []);
});
