import assert from 'node:assert/strict';
import test from 'node:test';
import { besideUrl, createBitMeter, type Level, pickLevel } from './player-quality.ts';

const level = (id: string, width: number, height: number): Level => ({ id, width, height });
const ALL = [level('240p', 240, 426), level('480p', 480, 854), level('source', 720, 1280), level('aac', 720, 1280)];

test('a wish finds its level, or the next smaller one, or the source when nothing is smaller', () => {
  assert.equal(pickLevel(ALL, '480p')?.id, '480p');
  assert.equal(pickLevel(ALL, '720p')?.id, '480p');
  assert.equal(pickLevel([level('source', 720, 1280)], '240p')?.id, 'source');
  assert.equal(pickLevel([level('240p', 240, 426), level('source', 720, 1280)], '480p')?.id, '240p');
  assert.equal(pickLevel(ALL, 'smallest')?.id, '240p');
  assert.equal(pickLevel(ALL, 'auto'), null);
});

test('files of a stream lie beside its playlist, whatever is asked with it', () => {
  assert.equal(besideUrl('/live/x/index.m3u8', 'main.m3u8'), '/live/x/main.m3u8');
  assert.equal(
    besideUrl('https://edge.example/live/x/index.m3u8?v=1', 'index-audio.m3u8'),
    'https://edge.example/live/x/index-audio.m3u8?v=1',
  );
});

test('bits are counted over what arrived lately, and not told from too little', () => {
  const meter = createBitMeter(4000);
  meter.add(25_000, 0);
  assert.equal(meter.read(200), null);
  for (let ms = 200; ms <= 6000; ms += 200) meter.add(25_000, ms);
  const bits = meter.read(6000) ?? 0;
  assert.ok(bits > 950_000 && bits < 1_100_000, `${bits}`);
  assert.equal(meter.read(60_000), null);
});
