import assert from 'node:assert/strict';
import test from 'node:test';
import { multivariantPlaylist } from './hls-multivariant.ts';

test('a multivariant playlist tells bits, size, rate and codecs of each quality, and no size where there is no picture', () => {
  const text = multivariantPlaylist([
    {
      uri: 'index.m3u8',
      id: 'source',
      peakBitsPerSecond: 1_500_000.2,
      meanBitsPerSecond: 1_200_000,
      codecs: ['avc1.42c01f', 'opus'],
      picture: { width: 540, height: 960, framesPerSecond: 29.97 },
    },
    { uri: 'index-audio.m3u8', id: 'audio', peakBitsPerSecond: 90_000, meanBitsPerSecond: 96_000, codecs: ['opus'], picture: null },
  ]);
  assert.equal(
    text,
    `#EXTM3U
#EXT-X-VERSION:9
#EXT-X-STREAM-INF:BANDWIDTH=1500001,AVERAGE-BANDWIDTH=1200000,RESOLUTION=540x960,FRAME-RATE=29.970,CODECS="avc1.42c01f,opus",STABLE-VARIANT-ID="source"
index.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=96000,AVERAGE-BANDWIDTH=96000,CODECS="opus",STABLE-VARIANT-ID="audio"
index-audio.m3u8
`,
  );
});
