import { mediaPaths } from '#contract/media.ts';
import type { ReplaySpan } from '#lib/replay-times.ts';
import { readRecording, replayPlaylist } from './worker/recording.ts';

/** The files of a recording, besides its playlist, which is written when it is asked for. Flat, so no path can leave the folder. */
export const RECORDED_FILE = /^(?:init-\d{1,9}\.mp4|seg-\d{1,12}\.m4s)$/;

export interface Replay {
  readonly url: string;
  readonly folder: string;
  readonly durationMs: number;
}

/** Null when nothing was recorded. */
export async function findReplay(folder: string, streamId: string): Promise<Replay | null> {
  const { segments } = await readRecording(folder);
  if (segments.length === 0) return null;
  return { url: mediaPaths.replay(streamId), folder, durationMs: segments.reduce((sum, { durationMs }) => sum + durationMs, 0) };
}

/** When each piece of the replay was captured; the pieces follow each other as in the playlist. */
export async function replaySpans(folder: string): Promise<ReplaySpan[]> {
  const { segments } = await readRecording(folder);
  let startMs = 0;
  return segments.map(({ durationMs, wallClockMs }) => {
    const span = { startMs, durationMs, wallClockMs };
    startMs += durationMs;
    return span;
  });
}

export { replayPlaylist };
