import type { Clock } from '#lib/clock.ts';
import { createH264Packetizer } from '#lib/h264-packetizer.ts';
import type { OnAir } from './publisher-session.ts';
import type { OpusTranscoder, OpusTranscoderNeeds } from './opus-transcoder.ts';

/** The packets that an RTMP publisher does not send: its pictures cut for RTP, its sound as Opus. */
export interface DirectLane {
  picture(nals: readonly Uint8Array[], sourceMs: number, arrivalMs: number): void;
  /** @param config the AudioSpecificConfig of this frame */
  sound(config: Uint8Array, frame: Uint8Array, sourceMs: number): void;
  /** `no_opus`: nothing on this machine can make the sound that direct viewers need. */
  readonly refusal: 'no_opus' | null;
  close(): void;
}

const VIDEO_TICKS_PER_MS = 90;
const AUDIO_TICKS_PER_MS = 48;

export interface DirectLaneNeeds extends Pick<OnAir, 'packet' | 'fault'> {
  readonly clock: Clock;
  readonly transcode: (needs: OpusTranscoderNeeds) => OpusTranscoder;
}

export function createDirectLane({ packet, fault, clock, transcode }: DirectLaneNeeds): DirectLane {
  const packetizer = createH264Packetizer();
  let transcoder: OpusTranscoder | null = null;
  let config: Uint8Array | null = null;
  let sequence = 0;
  let absent = false;
  let closed = false;

  return {
    picture(nals, sourceMs, arrivalMs) {
      for (const one of packetizer.picture(nals, sourceMs * VIDEO_TICKS_PER_MS)) packet('video', one, arrivalMs);
    },
    sound(next, frame, sourceMs) {
      if (closed || absent) return;
      if (!transcoder || !config || Buffer.compare(config, next) !== 0) begin(next);
      transcoder?.push(frame, sourceMs);
    },
    get refusal() {
      return absent ? 'no_opus' : null;
    },
    close() {
      closed = true;
      transcoder?.close();
    },
  };

  function begin(next: Uint8Array): void {
    transcoder?.close();
    config = next;
    transcoder = transcode({ config: next, onPacket: send, onAbsent: () => (absent = true), onFailed: fault });
  }

  function send(payload: Uint8Array, sourceMs: number): void {
    if (closed) return;
    const timestamp = Math.round(sourceMs * AUDIO_TICKS_PER_MS) % 0x1_0000_0000;
    packet('audio', { payloadType: 0, ssrc: 0, marker: false, sequence: sequence++ % 0x1_0000, timestamp, payload }, clock.now());
  }
}
