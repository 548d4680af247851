import assert from 'node:assert/strict';
import test from 'node:test';
import { RUNG_SIDES } from '#contract/media.ts';
import { rungsFor } from './rungs.ts';

const sizes = (width: number, height: number, bitsPerSecond = 4_000_000) =>
  rungsFor({ width, height, bitsPerSecond }, RUNG_SIDES).map((rung) => `${rung.name} ${rung.width}x${rung.height}`);

test('rungs are named by the short side, keep the shape, have even sides, and are smaller than the source', () => {
  assert.deepEqual(sizes(1920, 1080), ['720p 1280x720', '480p 854x480', '240p 426x240']);
  assert.deepEqual(sizes(1080, 1920), ['720p 720x1280', '480p 480x854', '240p 240x426']);
  assert.deepEqual(sizes(1280, 720), ['480p 854x480', '240p 426x240']);
  assert.deepEqual(sizes(540, 960), ['480p 480x854', '240p 240x426']);
  assert.deepEqual(sizes(426, 240), []);
});

test('only the sides that the operator chose are made', () => {
  const chosen = rungsFor({ width: 1280, height: 720, bitsPerSecond: 4_000_000 }, [240]);
  assert.deepEqual(
    chosen.map(({ name }) => name),
    ['240p'],
  );
});

test('each rung uses clearly less than the one above, whatever the source sends', () => {
  for (const bitsPerSecond of [6_000_000, 2_500_000, 900_000, 300_000]) {
    const bits = rungsFor({ width: 1920, height: 1080, bitsPerSecond }, RUNG_SIDES).map((rung) => rung.maxBitsPerSecond);
    for (const [at, own] of bits.entries()) assert.ok(own <= (bits[at - 1] ?? bitsPerSecond) * 0.71, `${bitsPerSecond}: ${bits.join()}`);
  }
});
