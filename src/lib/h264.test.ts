import assert from 'node:assert/strict';
import test from 'node:test';
import { avcCodec, avcDecoderConfig, belongsInSample, splitAnnexB } from './h264.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');

const STREAMS: [name: string, stream: string, nals: string[]][] = [
  ['three- and four-byte start codes', '00000001 6701 000001 6802 00000001 65aabb', ['6701', '6802', '65aabb']],
  ['zeros inside a unit stay', '000001 65 0000 03 01 00', ['65000003 01'.replaceAll(' ', '')]],
  ['padding before and after goes', '0000000000000001 4142 000000', ['4142']],
  ['bytes before the first start code are not a unit', 'ffff 000001 41', ['41']],
  ['nothing is no unit', '', []],
  ['a start code alone is no unit', '000001', []],
];
for (const [name, stream, nals] of STREAMS) {
  test(`Annex B: ${name}`, () => assert.deepEqual(splitAnnexB(bytes(stream)).map(hex), nals));
}

test('only slices belong into samples', () => {
  const kept = [1, 5, 6, 7, 8, 9, 12].filter((type) => belongsInSample(Uint8Array.of(0x60 | type)));
  assert.deepEqual(kept, [1, 5]);
});

test('the decoder configuration carries profile, level and both parameter sets', () => {
  const sps = bytes('6742c01fd9008c');
  const pps = bytes('68cb83cb20');
  assert.equal(hex(avcDecoderConfig(sps, pps)), `0142c01fffe10007${hex(sps)}010005${hex(pps)}`);
  assert.equal(avcCodec(sps), 'avc1.42c01f');
});

test('a high profile says its chroma format and depths too', () => {
  assert.match(hex(avcDecoderConfig(bytes('67640028ac'), bytes('68ee'))), /fdf8f800$/);
});
