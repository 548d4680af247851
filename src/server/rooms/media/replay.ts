import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { mediaPaths } from '#contract/media.ts';

/** Names that a recording consists of: flat, no dots but the extension's, so no path can leave the folder. */
export const RECORDED_NAME = /^[a-z0-9][a-z0-9-]{0,60}\.(?:m3u8|m4s|mp4|jpg)$/;

export async function findReplay(folder: string, streamId: string): Promise<{ url: string; folder: string } | null> {
  const isThere = await access(join(folder, 'index.m3u8')).then(() => true, () => false);
  return isThere ? { url: mediaPaths.replay(streamId), folder } : null;
}
