import type { Sample, TrackRun } from '#lib/fmp4.ts';
import type { AudioKind } from './audio-kind.ts';

/** Packet times are rounded and jitter; the decoder only knows a count of samples. Within this, the count wins. */
const SNAP_MS = 20;
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
export function createAudioQueue(dropped: () => void) {
  let kind: AudioKind | null = null;
  let packets: Packet[] = [];
  let nextTick = 0;

  const ticks = (ms: number): number => Math.round((ms * (kind?.timescale ?? 0)) / 1000);

  /** The track starts, or starts again, here; perhaps with sound of another kind. Null when there is none. */
  function begin(ms: number, next: AudioKind | null): void {
    const endMs = kind ? (nextTick * 1000) / kind.timescale : 0;
    kind = next;
    packets = [];
    nextTick = ticks(Math.max(endMs, ms));
  }

  /** @returns how long the packet lasts in ms; null when it was dropped. */
  function push(ms: number, data: Uint8Array, pictureEndMs: number): number | null {
    const tick = ticks(ms);
    const snap = ticks(SNAP_MS);
    const duration = kind?.samplesOf(data) ?? 0;
    if (!kind || duration === 0 || tick < nextTick - snap || ms > pictureEndMs + AHEAD_MS) {
      dropped();
      return null;
    }
    fillUntil(kind, tick - snap);
    add(data, duration);
    return (duration * 1000) / kind.timescale;
  }

  function add(data: Uint8Array, duration: number): void {
    packets.push({ tick: nextTick, duration, data });
    nextTick += duration;
  }

  function fillUntil({ silence, silenceSamples }: AudioKind, tick: number): void {
    while (nextTick < tick) add(silence, silenceSamples);
  }

  /** What belongs to a part that ends here. Sound that comes later goes into the next part, with its own time. */
  function takeUntil(ms: number): TrackRun | null {
    if (!kind) return null;
    fillUntil(kind, ticks(ms - kind.mostLagMs));
    const end = ticks(ms);
    const later = packets.findIndex((packet) => packet.tick >= end);
    const count = later < 0 ? packets.length : later;
    const taken = packets.splice(0, count);
    const first = taken[0];
    return first ? { start: first.tick, samples: taken.map(sampleOf) } : null;
  }

  /** Nothing more comes before this: silence takes the place of sound that trails, so that the track ends with the picture. */
  function endAt(ms: number): void {
    if (kind) fillUntil(kind, ticks(ms));
  }

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

const sampleOf = (packet: Packet): Sample => ({ duration: packet.duration, keyframe: true, data: packet.data });
