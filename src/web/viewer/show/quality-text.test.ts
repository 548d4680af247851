import assert from 'node:assert/strict';
import test from 'node:test';
import { bitsText, megabytesAnHour, sideOf } from './quality-text.ts';

test('pictures are named by their short side, bits and data in the numbers of the language', () => {
  assert.equal(sideOf({ width: 540, height: 960 }), '540p');
  assert.equal(sideOf({ width: 1280, height: 720 }), '720p');
  assert.equal(bitsText(824_000, 'en'), '0.8 Mb/s');
  assert.equal(bitsText(824_000, 'nl'), '0,8 Mb/s');
  assert.equal(bitsText(64_400, 'en'), '64 kb/s');
  assert.equal(megabytesAnHour(824_000, 'en'), '370 MB');
  assert.equal(megabytesAnHour(2_824_000, 'nl'), '1.300 MB');
});
