import { mediaPaths } from '#contract/media.ts';
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

export { replayPlaylist };
