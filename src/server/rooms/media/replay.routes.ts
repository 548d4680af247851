import type { FastifyInstance } from 'fastify';
import { anyone } from '#contract/route.ts';
import { sendProblem } from '#platform/problem.ts';
import { sendStored } from '#platform/storage/send-stored.ts';
import { typeOfKey, type Storage } from '#platform/storage/storage.ts';
import type { Clips } from './clips/clips.ts';
import { recordingFolder, type Recordings } from './recordings.ts';
import type { ReplayPictures } from './replay-pictures.ts';

/** What remains of shows: replays, their small pictures, and clips. Files that never change, served in ranges. */
export interface ReplayRoutesNeeds {
  readonly recordings: Recordings;
  readonly pictures: ReplayPictures;
  readonly clips: Clips;
  readonly storage: Storage;
  readonly isLive: (streamId: string) => boolean;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** The files of a recording, besides its playlist, which is written when it is asked for. Flat, so no path can leave the folder. */
const RECORDED_FILE = /^(?:init-\d{1,9}\.mp4|seg-\d{1,12}\.m4s)$/;
const THUMB = /^(\d{1,6})\.jpg$/;
const CLIP = /^([0-9a-f-]{36})\.mp4$/;
/** A small picture is decoded at its first request; a page shows a few dozen. */
const PICTURES_PER_MINUTE = 600;

interface StreamParams {
  streamId: string;
}

export function serveReplays(app: FastifyInstance, needs: ReplayRoutesNeeds): void {
  const { recordings, pictures, clips, storage, isLive } = needs;
  const files = { access: anyone, rateLimit: false as const };
  const drawn = { access: anyone, rateLimit: { max: PICTURES_PER_MINUTE, timeWindow: 60_000 } };
  const find = async (streamId: string) => (UUID.test(streamId) && !isLive(streamId) ? recordings.read(streamId) : null);

  type File = { Params: StreamParams & { name: string }; Querystring: { from?: string; to?: string } };
  app.get<File>('/replay/:streamId/:name', { config: files }, async (request, reply) => {
    const { streamId, name } = request.params;
    const recorded = await find(streamId);
    if (!recorded) return sendProblem(request, reply, 'not_found');
    if (recorded.forgotten) return sendProblem(request, reply, 'replay_expired');
    // A stream may be opened once more and grow; its segments never change.
    if (name === 'index.m3u8') {
      const playlist = recorded.playlist(rangeOf(request.query));
      return reply.type(typeOfKey(name)).header('cache-control', 'no-cache').send(playlist);
    }
    if (name === 'poster.jpg') {
      const jpeg = await pictures.poster(streamId);
      return jpeg ? reply.type('image/jpeg').header('cache-control', PICTURE_CACHE).send(jpeg) : sendProblem(request, reply, 'not_found');
    }
    const key = `${recordingFolder(streamId)}${name}`;
    const found = RECORDED_FILE.test(name) ? await recordings.stat(streamId, name) : null;
    if (!found) return sendProblem(request, reply, 'not_found');
    const elsewhere = await recordings.url(streamId, name);
    if (elsewhere) return reply.header('cache-control', 'public, max-age=3600').redirect(elsewhere, 302);
    const open = (range?: { start: number; end: number }) => recordings.open(streamId, name, range);
    return (await sendStored(request, reply, { key, bytes: found.bytes, open })) ?? sendProblem(request, reply, 'not_found');
  });

  app.get<{ Params: StreamParams & { name: string } }>('/replay/:streamId/thumbs/:name', { config: drawn }, async (request, reply) => {
    const { streamId, name } = request.params;
    const n = THUMB.exec(name)?.[1];
    const recorded = n === undefined ? null : await find(streamId);
    if (recorded?.forgotten) return sendProblem(request, reply, 'replay_expired');
    const jpeg = recorded && (await pictures.thumb(streamId, Number(n)));
    if (!jpeg) return sendProblem(request, reply, 'not_found');
    return reply.type('image/jpeg').header('cache-control', PICTURE_CACHE).send(jpeg);
  });

  app.get<{ Params: { name: string } }>('/clips/:name', { config: files }, async (request, reply) => {
    const id = CLIP.exec(request.params.name)?.[1];
    const clip = id && UUID.test(id) ? await clips.find(id) : null;
    if (!clip) return sendProblem(request, reply, 'not_found');
    const key = clip.storageKey;
    const file = { key, bytes: clip.bytes, open: (range?: { start: number; end: number }) => storage.get(key, range) };
    return (await sendStored(request, reply, file)) ?? sendProblem(request, reply, 'not_found');
  });
}

/** One part of a long replay, by the numbers of its first and last segment. */
function rangeOf({ from, to }: { from?: string; to?: string }): { from: number; to: number } | undefined {
  const isNumber = (text: string | undefined) => text !== undefined && /^\d{1,12}$/.test(text);
  return isNumber(from) && isNumber(to) ? { from: Number(from), to: Number(to) } : undefined;
}

/** A channel that forgets its oldest hours moves its timeline, and with it which picture has which number. */
const PICTURE_CACHE = 'public, max-age=3600';
