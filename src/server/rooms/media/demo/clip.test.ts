import assert from 'node:assert/strict';
import test from 'node:test';
import { splitAvcc, NAL, nalType, parseSps } from '#lib/h264.ts';
import { opusSamples } from '#lib/opus.ts';
import { encodeClip, loopClip, readClip } from './clip.ts';

const clip = readClip();

test('the clip begins with a key frame, has one every two seconds, and only slices and Opus in it', () => {
  const video = clip.units.filter(({ kind }) => kind === 'video');
  assert.deepEqual(
    video.filter(({ keyframe }) => keyframe).map(({ ptsUs }) => ptsUs),
    [0, 2, 4, 6, 8, 10].map((s) => s * 1_000_000),
  );
  for (const { payload, keyframe } of video) {
    const nals = splitAvcc(payload) ?? assert.fail('lengths do not add up');
    assert.ok(nals.length > 0 && nals.every((nal) => nalType(nal) === (keyframe ? NAL.idr : NAL.slice)));
  }
  const sound = clip.units.filter(({ kind }) => kind === 'audio');
  assert.equal(sound.reduce((sum, { payload }) => sum + opusSamples(payload), 0) / 48, clip.durationUs / 1000);
  const size = parseSps(clip.config.video?.sps ?? Uint8Array.of());
  assert.deepEqual([size.width, size.height], [540, 960]);
});

test('the loop has no seam: time never jumps and every round begins with a key frame', () => {
  let lastUs = { video: -1, audio: -1 };
  let rounds = 0;
  for (const unit of loopClip(clip)) {
    const distanceUs = unit.ptsUs - lastUs[unit.kind];
    assert.ok(distanceUs > 0 && distanceUs < 34_000, `${unit.kind} at ${unit.ptsUs}`);
    lastUs = { ...lastUs, [unit.kind]: unit.ptsUs };
    if (unit.kind === 'video' && unit.ptsUs % clip.durationUs === 0) {
      assert.ok(unit.keyframe);
      if (++rounds === 3) break;
    }
  }
});

test('writing what was read gives the same bytes back', () => {
  const again = encodeClip(clip);
  assert.ok(again.length < 2_000_000, 'small enough to keep in the repository');
  assert.match(again.toString('latin1', 0, 4), /ECL1/);
  assert.equal(again.length, 4 + 4 + again.readUInt32BE(4) + clip.units.reduce((sum, { payload }) => sum + 9 + payload.length, 0));
});
