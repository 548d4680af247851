import { mediaPaths } from '#contract/media.ts';
import type { Recordings } from './recordings.ts';

/** The recording of a stream, as video on demand. */
export interface Replay {
  readonly url: string;
  readonly durationMs: number;
  /** Where the show went on while nothing could be recorded, on the replay's timeline. */
  readonly holes: readonly { readonly atMs: number; readonly missingMs: number }[];
}

/** Null when nothing was recorded, or nothing of it is kept any more. */
export async function findReplay(recordings: Recordings, streamId: string): Promise<Replay | null> {
  const recorded = await recordings.read(streamId);
  if (!recorded || recorded.forgotten) return null;
  const holes = recorded.runs.filter(({ missingMs }) => missingMs > 0).map(({ atMs, missingMs }) => ({ atMs, missingMs }));
  return { url: mediaPaths.replay(streamId), durationMs: recorded.durationMs, holes };
}
