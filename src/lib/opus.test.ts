import assert from 'node:assert/strict';
import test from 'node:test';
import { OPUS_SILENCE, opusSamples } from './opus.ts';

const TABLE: [name: string, packet: number[], samples: number][] = [
  ['CELT, one frame of 20 ms', [0xfc], 960],
  ['CELT, one frame of 2.5 ms', [16 << 3], 120],
  ['hybrid, one frame of 10 ms', [12 << 3], 480],
  ['SILK, one frame of 60 ms', [3 << 3], 2880],
  ['two frames of equal size', [0xfc | 1], 1920],
  ['two frames of unequal size', [0xfc | 2], 1920],
  ['five frames counted in the second byte', [0xfc | 3, 5], 4800],
  ['more than 120 ms is invalid', [0xfc | 3, 7], 0],
  ['a count that is missing is invalid', [0xfc | 3], 0],
  ['an empty packet lasts nothing', [], 0],
];
for (const [name, packet, samples] of TABLE) {
  test(`Opus: ${name}`, () => assert.equal(opusSamples(Uint8Array.from(packet)), samples));
}

test('Opus: silence lasts 20 ms', () => assert.equal(opusSamples(OPUS_SILENCE), 960));
