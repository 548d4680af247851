import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { PeerConnection, Track } from 'node-datachannel';
import { systemClock } from '#lib/clock.ts';
import { splitAvcc } from '#lib/h264.ts';
import { createH264Packetizer } from '#lib/h264-packetizer.ts';
import type { MediaConfig, MediaUnit } from '#lib/media-unit.ts';
import { writeRtp } from '#lib/rtp.ts';
import { openWhipSession, type WhipSession } from './whip-session.ts';
import { clip } from './testing.ts';

/**
 * OBS publishes with libdatachannel, as this test does: ICE credentials per medium only, transport-cc offered
 * and never sent, pictures before their parameter sets, no candidates in trickle.
 */
const native = await import('node-datachannel').then(
  (module) => module.default,
  () => null,
);
const options = { skip: native ? false : 'node-datachannel does not load here' };
const VIDEO = { pt: 96, ssrc: 4242 };
const AUDIO = { pt: 111, ssrc: 4243 };
const TRANSPORT_CC = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';

let obs: PeerConnection;
let tracks: { video: Track; audio: Track };
let offer = '';
let session: WhipSession | null = null;
const units: MediaUnit[] = [];
const configs: Omit<MediaConfig, 'generation'>[] = [];

before(async () => {
  if (!native) return;
  obs = new native.PeerConnection('obs', { iceServers: [], disableAutoNegotiation: true, bindAddress: '127.0.0.1' });
  const audio = new native.Audio('0', 'SendOnly');
  audio.addOpusCodec(AUDIO.pt);
  audio.addSSRC(AUDIO.ssrc, 'obs', 'obs', 'audio');
  const video = new native.Video('1', 'SendOnly');
  video.addH264Codec(VIDEO.pt, 'profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1');
  video.addSSRC(VIDEO.ssrc, 'obs', 'obs', 'video');
  tracks = { audio: obs.addTrack(audio), video: obs.addTrack(video) };
  const gathered = new Promise<void>((resolve) => obs.onGatheringStateChange((state) => state === 'complete' && resolve()));
  obs.setLocalDescription('offer');
  await gathered;
  // OBS says that it would send these numbers, and does not.
  offer = obs.localDescription()!.sdp.replaceAll(/(m=video[^]*?)(a=mid)/g, `$1a=extmap:3 ${TRANSPORT_CC}\r\n$2`);
});
after(async () => {
  await session?.close();
  obs?.close();
  native?.cleanup();
});

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !isSo();) {
    assert.ok(Date.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('an offer of OBS is answered with H.264 and Opus, on one transport', options, async () => {
  assert.match(offer.slice(offer.indexOf('m=')), /a=ice-ufrag/);
  assert.doesNotMatch(offer.slice(0, offer.indexOf('m=')), /a=ice-ufrag/, 'nothing is said for the whole session');
  const opened = await openWhipSession({ offer, ice: { addresses: [] }, clock: systemClock, on: { onMedia: takeStage, onEnded() {} } });
  assert.ok(opened.ok);
  session = opened.value;
  assert.deepEqual(session.has, { video: true, audio: true });
  assert.match(session.answer, /a=group:BUNDLE 0 1/);
  assert.match(session.answer, /a=rtpmap:96 H264\/90000/i);
  assert.match(session.answer, /a=rtpmap:111 opus\/48000/i);
  obs.setRemoteDescription(session.answer, 'answer');
  await until('it connects', () => obs.state() === 'connected' && tracks.video.isOpen() && tracks.audio.isOpen());
});

function takeStage(): void {
  if (!session || session.endPtsUs !== null) return;
  session.takeStage(0, {
    configure: (config) => configs.push(config),
    unit: (unit) => units.push(unit),
    packet() {},
    gap() {},
    wantKeyFrame() {},
    fault: (error) => assert.fail(String(error)),
  });
}

test('pictures before the parameter sets wait, and then all goes on without any transport-cc', options, async () => {
  const packetizer = createH264Packetizer();
  const { sps, pps } = clip.config.video!;
  const pictures = clip.units.filter(({ kind }) => kind === 'video');
  const sounds = clip.units.filter(({ kind }) => kind === 'audio');
  const send = (at: number, parameters: boolean) => {
    const { payload, ptsUs } = pictures[at]!;
    const nals = parameters ? [sps, pps, ...splitAvcc(payload)] : splitAvcc(payload);
    for (const packet of packetizer.picture(nals, Math.round(ptsUs * 0.09))) {
      tracks.video.sendMessageBinary(writeRtp({ ...packet, payloadType: VIDEO.pt, ssrc: VIDEO.ssrc }));
    }
  };
  // The first key frame has no parameter sets with it, as OBS leaves them out: nothing can be shown of it.
  for (let at = 0; at < 60; at++) send(at, false);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual([configs.length, units.length], [0, 0]);
  for (let at = 60; at < 120; at++) {
    send(at, at === 60);
    const sound = sounds[at]!;
    const stamp = { sequence: at, timestamp: at * 960, marker: false, payloadType: AUDIO.pt, ssrc: AUDIO.ssrc };
    tracks.audio.sendMessageBinary(writeRtp({ ...stamp, payload: sound.payload }));
    session!.tick(systemClock.now());
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await until('pictures and sound', () => {
    session!.tick(systemClock.now());
    return units.filter(({ kind }) => kind === 'video').length > 40 && units.some(({ kind }) => kind === 'audio');
  });
  assert.equal(configs.length, 1);
  assert.equal(units[0]?.keyframe, true);
});
