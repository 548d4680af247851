import type { Clock } from '#lib/clock.ts';
import { fragment, initSegment } from '#lib/fmp4.ts';
import { createHlsOrigin, type HlsOrigin, type HlsOriginNeeds } from './hls-origin.ts';
import type { PackageSink, ResumePoint } from './package.ts';

/**
 * The stream without its picture: the same segments and parts, the same sound, nothing transcoded.
 * It costs a copy of some hundred bytes per part, so it is there whether anybody listens or not,
 * and the first listener waits for nothing.
 */
export function createSoundOnly(needs: { clock: Clock; resume: ResumePoint; reports: HlsOriginNeeds['reports'] }): {
  sink: PackageSink;
  origin: HlsOrigin;
} {
  const origin = createHlsOrigin({
    clock: needs.clock,
    resume: needs.resume,
    variant: 'audio',
    ...(needs.reports && { reports: needs.reports }),
  });
  let fragments = 0;
  let parts: Parameters<PackageSink['part']>[0][] = [];
  const sink: PackageSink = {
    init: (made) =>
      origin.init({ ...made, video: null, body: initSegment(null, made.tracks.audio), tracks: { video: null, audio: made.tracks.audio } }),
    part(made, { audio }) {
      const part = { ...made, independent: true, body: fragment(++fragments, null, audio) };
      parts.push(part);
      origin.part(part);
    },
    segment(made) {
      origin.segment({ ...made, parts });
      parts = [];
    },
  };
  return { sink, origin };
}
