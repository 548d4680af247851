import { REPLAY_THUMB_MS } from '#contract/media.ts';
import { splitAvcc } from '#lib/h264.ts';
import { avcParameterSets, readSamples, readTracks } from '#lib/mp4-read.ts';
import { readStored, type Storage } from '#platform/storage/storage.ts';
import type { Recordings } from './recordings.ts';
import type { Thumbnails } from './thumbnails.ts';
import { initFile, segmentFile, type RecordedSegment } from './worker/recording.ts';

/** Small pictures of a replay, made when they are first asked for and kept. */
export interface ReplayPictures {
  /** Of the replay's `n`th REPLAY_THUMB_MS. Null when there is none, or nothing here can make one. */
  thumb(streamId: string, n: number): Promise<Buffer | null>;
  /** Of a moment after the opening, when the host has settled. */
  poster(streamId: string): Promise<Buffer | null>;
}

const POSTER_AT = 0.15;
const MOST_PICTURE_BYTES = 512 * 1024;
const START_CODE = Buffer.from([0, 0, 0, 1]);

export function createReplayPictures(needs: { recordings: Recordings; storage: Storage; thumbnails: Thumbnails }): ReplayPictures {
  const { recordings, storage, thumbnails } = needs;
  /** The same picture, asked for by many at once, is made once. */
  const making = new Map<string, Promise<Buffer | null>>();

  async function thumb(streamId: string, n: number): Promise<Buffer | null> {
    const recorded = await recordings.read(streamId);
    const segment = recorded && segmentAt(recorded.segments, n * REPLAY_THUMB_MS);
    if (!segment) return null;
    // Named after the segment: when old segments are forgotten the timeline moves, the picture stays true.
    const key = `thumbs/${streamId}/${segment.n}.jpg`;
    const before = making.get(key);
    if (before) return before;
    const made = keptOrMade(key, streamId, segment).finally(() => making.delete(key));
    making.set(key, made);
    return made;
  }

  async function keptOrMade(key: string, streamId: string, segment: RecordedSegment): Promise<Buffer | null> {
    const kept = await readStored(storage, key, MOST_PICTURE_BYTES).catch(() => null);
    if (kept) return kept;
    const picture = await keyFrameOf(streamId, segment);
    const jpeg = picture && (await thumbnails.make(picture));
    // It can be made again: a full disk must not cost anybody the picture.
    if (jpeg) await storage.put(key, jpeg).catch(() => {});
    return jpeg;
  }

  /** As a byte stream that a decoder can begin with. */
  async function keyFrameOf(streamId: string, segment: RecordedSegment): Promise<Buffer | null> {
    const [init, file] = await Promise.all([
      recordings.bytes(streamId, initFile(segment.init)),
      recordings.bytes(streamId, segmentFile(segment.n)),
    ]);
    const video = init && readTracks(init).find(({ kind }) => kind === 'video');
    if (!file || !video) return null;
    const frame = readSamples(file)
      .get(video.id)
      ?.find(({ keyframe }) => keyframe);
    if (!frame) return null;
    return Buffer.concat([...avcParameterSets(video), ...splitAvcc(frame.data)].flatMap((nal) => [START_CODE, nal]));
  }

  return {
    thumb,
    async poster(streamId) {
      const recorded = await recordings.read(streamId);
      return recorded ? thumb(streamId, Math.floor((recorded.durationMs * POSTER_AT) / REPLAY_THUMB_MS)) : null;
    },
  };
}

function segmentAt(segments: readonly RecordedSegment[], atMs: number): RecordedSegment | null {
  let endMs = 0;
  for (const segment of segments) {
    endMs += segment.durationMs;
    if (atMs < endMs) return segment;
  }
  return null;
}
