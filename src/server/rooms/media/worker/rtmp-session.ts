import { randomUUID } from 'node:crypto';
import type { AacConfig } from '#lib/aac.ts';
import type { Clock } from '#lib/clock.ts';
import { nalsOf, readAudioTag, readVideoTag, type VideoTag } from '#lib/flv-tags.ts';
import type { FlvTag } from '#lib/flv.ts';
import type { AudioTrack, VideoTrack } from '#lib/fmp4.ts';
import { belongsInSample, isPlayableEverywhere, joinAvcc, NAL, nalType, parseSps } from '#lib/h264.ts';
import { createDirectLane, type DirectLane, type DirectLaneNeeds } from './rtmp-direct.ts';
import type { OnAir, PublisherSession, SessionEvents } from './publisher-session.ts';
import { createRtmpTimeline, type RtmpTimeline } from './rtmp-timeline.ts';

/**
 * A publisher that came by RTMP: H.264 and AAC in FLV tags, at the encoder's own pace of key frames.
 * Nothing of it is transcoded for LL-HLS and the recording; direct viewers get it as RTP when it has no
 * B-frames, with its sound as Opus.
 */
export interface RtmpSessionNeeds {
  readonly clock: Clock;
  readonly on: SessionEvents;
  /** Starts what makes Opus of the sound; asked when the session is on air and packets can be made of it. */
  readonly transcode: DirectLaneNeeds['transcode'];
  /** This encoder sends what nobody can play. Told once; the connection should be closed with the sentence. */
  readonly onForeign: (codec: string) => void;
  /** Closes the connection. */
  readonly disconnect: () => void;
}

export interface RtmpSession extends PublisherSession {
  push(tag: FlvTag): void;
}

/** An encoder that shows no picture for this long is carried as audio only. */
const NO_PICTURE_MS = 3_000;

interface Stage {
  readonly on: OnAir;
  readonly timeline: RtmpTimeline;
  readonly direct: DirectLane;
  shown: 'video' | 'audio' | null;
}

type Picture = Extract<VideoTag, { is: 'picture' }>;

export function openRtmpSession({ clock, on, transcode, onForeign, disconnect }: RtmpSessionNeeds): RtmpSession {
  const openedMs = clock.now();
  let stage: Stage | null = null;
  let video: VideoTrack | null = null;
  let lengthBytes = 4;
  let sound: AudioTrack | null = null;
  /** What changed will be told at the next key frame. */
  let changed = true;
  let reordered = false;
  let lastPictureMs: number | null = null;
  let tags = 0;
  let dropped = 0;
  let closed = false;

  return {
    id: randomUUID(),
    get has() {
      return { video: video !== null, audio: sound !== null };
    },
    push(tag) {
      if (closed) return;
      tags++;
      if (tag.kind === 'video') takeVideo(tag);
      if (tag.kind === 'audio') takeAudio(tag);
    },
    takeStage(firstPtsUs, onAir) {
      const direct = createDirectLane({ packet: onAir.packet, fault: onAir.fault, clock, transcode });
      stage = { on: onAir, timeline: createRtmpTimeline({ firstPtsUs }), direct, shown: null };
    },
    leaveStage() {
      stage?.direct.close();
      stage = null;
      changed = true;
    },
    get endPtsUs() {
      return stage?.timeline.endPtsUs ?? null;
    },
    get directRefusal() {
      return reordered ? 'b_frames' : (stage?.direct.refusal ?? null);
    },
    ownRhythm: true,
    askForKeyFrame() {},
    tick() {},
    stats: () => ({ receivedPackets: tags, lostPackets: 0, droppedPictures: dropped, guard: null }),
    async close() {
      if (closed) return;
      closed = true;
      stage?.direct.close();
      disconnect();
    },
  };

  function takeVideo({ timestamp, body }: FlvTag): void {
    const tag = readVideoTag(body);
    if (tag.is === 'foreign') return onForeign(tag.codec);
    if (tag.is === 'parameters') {
      lengthBytes = tag.lengthBytes;
      return adopt(tag.sps, tag.pps);
    }
    if (tag.is === 'picture') takePicture(timestamp, tag);
  }

  function adopt(sps: Uint8Array, pps: Uint8Array): void {
    if (video && Buffer.compare(video.sps, sps) === 0 && Buffer.compare(video.pps, pps) === 0) return;
    const facts = readSps(sps);
    if (!facts) return void dropped++;
    if (!isPlayableEverywhere(facts)) return onForeign(`H.264 of profile ${facts.profileIdc}`);
    video = { sps, pps, width: facts.width, height: facts.height };
    changed = true;
  }

  function takePicture(timestamp: number, { data, compositionMs }: Picture): void {
    const nals = nalsOf(data, lengthBytes);
    const keyframe = nals.some((nal) => nalType(nal) === NAL.idr);
    if (keyframe) adoptInBand(nals);
    const slices = nals.filter(belongsInSample);
    if (!video || slices.length === 0) return void dropped++;
    const arrivalMs = clock.now();
    // Off air until its first key frame: whoever is on air goes on without a hole.
    if (stage || keyframe) on.onMedia({ kind: 'video', bytes: data.length, arrivalMs, startsKeyFrame: keyframe });
    if (!stage) return;
    lastPictureMs = arrivalMs;
    if (compositionMs !== 0) reordered = true;
    const place = stage.timeline.video(timestamp, compositionMs, keyframe, arrivalMs);
    if (!place || (stage.shown !== 'video' && !keyframe)) return void dropped++;
    if (place.isBreak) stage.on.gap();
    if (keyframe && (changed || stage.shown !== 'video')) show('video');
    const { ptsUs, wallClockMs, compositionUs } = place;
    stage.on.unit({
      kind: 'video',
      keyframe,
      payload: joinAvcc(slices),
      ptsUs,
      wallClockMs,
      ...(compositionUs !== 0 && { compositionUs }),
    });
    if (!reordered) stage.direct.picture(keyframe ? [video.sps, video.pps, ...slices] : slices, place.sourceMs, arrivalMs);
  }

  /** Some encoders change their parameters without saying so in a tag of its own. */
  function adoptInBand(nals: readonly Uint8Array[]): void {
    const sps = nals.find((nal) => nalType(nal) === NAL.sps);
    const pps = nals.find((nal) => nalType(nal) === NAL.pps);
    if (sps && pps) adopt(Uint8Array.from(sps), Uint8Array.from(pps));
  }

  function show(kind: 'video' | 'audio'): void {
    changed = false;
    stage!.shown = kind;
    stage!.on.configure({ video: kind === 'video' ? video : null, audio: sound });
  }

  function takeAudio({ timestamp, body }: FlvTag): void {
    const tag = readAudioTag(body);
    if (tag.is === 'foreign') return onForeign(tag.codec);
    if (tag.is === 'config') return adoptSound(tag.config);
    if (tag.is !== 'frame' || !sound) return;
    const arrivalMs = clock.now();
    const soundAlone = arrivalMs - (lastPictureMs ?? openedMs) > NO_PICTURE_MS;
    if (stage || soundAlone) on.onMedia({ kind: 'audio', bytes: tag.data.length, arrivalMs, startsKeyFrame: soundAlone });
    if (!stage) return;
    if (soundAlone && stage.shown !== 'audio') show('audio');
    if (stage.shown === null || (stage.shown === 'audio' && changed)) return;
    const place = stage.timeline.audio(timestamp, arrivalMs, stage.shown === 'audio');
    if (!place) return;
    const { ptsUs, wallClockMs, sourceMs } = place;
    stage.on.unit({ kind: 'audio', keyframe: true, payload: tag.data, ptsUs, wallClockMs });
    if (!reordered && sound.codec === 'aac') stage.direct.sound(sound.config, tag.data, sourceMs);
  }

  function adoptSound({ bytes, channels, sampleRate }: AacConfig): void {
    if (sound?.codec === 'aac' && Buffer.compare(sound.config, bytes) === 0) return;
    sound = { codec: 'aac', channels: channels === 1 ? 1 : 2, sampleRate, config: bytes };
    changed = true;
  }
}

function readSps(sps: Uint8Array) {
  try {
    return parseSps(sps);
  } catch {
    return null;
  }
}
