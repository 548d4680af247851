import { AUDIO_TIMESCALE, type Sample, type TrackRun } from '#lib/fmp4.ts';

/** How sound is counted and what stands in for it when it is missing. */
export interface AudioKind {
  samplesOf(packet: Uint8Array): number;
  readonly silence: Uint8Array;
  readonly silenceSamples: number;
  /** How far the sound may trail the picture before silence takes its place. */
  readonly mostLagMs: number;
}

/** Packet times are rounded and jitter; the decoder only knows a count of samples. Within this, the count wins. */
const SNAP = 960;
/** Sound this far ahead of the picture has lost its picture. */
const AHEAD_MS = 2000;

interface Packet {
  tick: number;
  readonly duration: number;
  readonly data: Uint8Array;
}

/**
 * Sound waiting for its part. Players stall in a hole of the sound just as in one of the picture,
 * so holes (loss, DTX, a microphone that starts late) are filled with silence.
 */
export function createAudioQueue(kind: AudioKind, dropped: () => void) {
  let packets: Packet[] = [];
  let nextTick = 0;

  /** The track starts, or starts again, here. */
  const begin = (ms: number): void => {
    packets = [];
    nextTick = Math.max(nextTick, ticks(ms));
  };

  /** @returns how long the packet lasts in ms; null when it was dropped. */
  function push(ms: number, data: Uint8Array, pictureEndMs: number): number | null {
    const tick = ticks(ms);
    const duration = kind.samplesOf(data);
    if (duration === 0 || tick < nextTick - SNAP || ms > pictureEndMs + AHEAD_MS) {
      dropped();
      return null;
    }
    fillUntil(tick - SNAP);
    add(data, duration);
    return (duration * 1000) / AUDIO_TIMESCALE;
  }

  function add(data: Uint8Array, duration: number): void {
    packets.push({ tick: nextTick, duration, data });
    nextTick += duration;
  }

  function fillUntil(tick: number): void {
    while (nextTick < tick) add(kind.silence, kind.silenceSamples);
  }

  /** What belongs to a part that ends here. Sound that comes later goes into the next part, with its own time. */
  function takeUntil(ms: number): TrackRun | null {
    fillUntil(ticks(ms - kind.mostLagMs));
    const end = ticks(ms);
    const later = packets.findIndex((packet) => packet.tick >= end);
    const count = later < 0 ? packets.length : later;
    const taken = packets.splice(0, count);
    const first = taken[0];
    return first ? { start: first.tick, samples: taken.map(sampleOf) } : null;
  }

  /** Nothing more comes before this: silence takes the place of sound that trails, so that the track ends with the picture. */
  const endAt = (ms: number): void => fillUntil(ticks(ms));

  /** The picture's timeline was closed up: sound in the hole goes, sound behind it moves with the picture. */
  function closeHole(fromMs: number, untilMs: number): void {
    const from = ticks(fromMs);
    const until = ticks(untilMs);
    const kept = packets.filter((packet) => packet.tick < from || packet.tick >= until);
    for (let lost = packets.length - kept.length; lost > 0; lost--) dropped();
    clear();
    for (const packet of kept) add(packet.data, packet.duration);
  }

  /** Forgets what waits; the count goes on where the last taken packet ended. */
  function clear(): void {
    nextTick = packets[0]?.tick ?? nextTick;
    packets = [];
  }

  return { begin, push, takeUntil, endAt, closeHole, clear };
}

export type AudioQueue = ReturnType<typeof createAudioQueue>;

const ticks = (ms: number): number => Math.round((ms * AUDIO_TIMESCALE) / 1000);
const sampleOf = (packet: Packet): Sample => ({ duration: packet.duration, keyframe: true, data: packet.data });
