import assert from 'node:assert/strict';
import test from 'node:test';
import { createKeyFramePolicy } from './key-frames.ts';

const policy = () => createKeyFramePolicy({ gapMs: 350, periodMs: 2_000 });

test('a wish that comes too soon after another is delayed, not dropped', () => {
  const asks = policy();
  assert.equal(asks.due(0), true);
  asks.seen(50);
  asks.want();
  assert.equal(asks.due(100), false);
  assert.equal(asks.due(350), true);
});

test('it asks again until a key frame has really passed', () => {
  const asks = policy();
  assert.deepEqual(
    [0, 200, 350, 700].map((ms) => asks.due(ms)),
    [true, false, true, true],
  );
  asks.seen(710);
  assert.equal(asks.due(1_100), false);
});

test('a segment’s length without a key frame is a wish', () => {
  const asks = policy();
  asks.due(0);
  asks.seen(100);
  assert.equal(asks.due(2_099), false);
  assert.equal(asks.due(2_100), true);
});

test('a publisher that makes key frames by itself is never asked', () => {
  const asks = policy();
  asks.seen(0);
  for (let ms = 0; ms < 20_000; ms += 20) {
    if (ms % 1_000 === 0) asks.seen(ms);
    assert.equal(asks.due(ms), false);
  }
});
