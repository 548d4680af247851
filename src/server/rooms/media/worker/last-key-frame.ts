import type { UnitReader } from '#lib/media-unit.ts';
import { splitAvcc } from '#lib/h264.ts';

/** Remembers the newest key frame, for thumbnails. */
export interface LastKeyFrame extends UnitReader {
  /** An H.264 byte stream of one picture, parameter sets first; null without video. */
  read(): Buffer | null;
}

const START_CODE = Uint8Array.of(0, 0, 0, 1);

export function createLastKeyFrame(): LastKeyFrame {
  let parameters: readonly Uint8Array[] | null = null;
  let picture: Uint8Array | null = null;
  return {
    configure({ video }) {
      parameters = video && [video.sps, video.pps];
      picture = null;
    },
    write({ kind, keyframe, payload }) {
      if (kind === 'video' && keyframe) picture = payload;
    },
    gap() {},
    async close() {},
    read() {
      if (!parameters || !picture) return null;
      return Buffer.concat([...parameters, ...splitAvcc(picture)].flatMap((nal) => [START_CODE, nal]));
    },
  };
}
