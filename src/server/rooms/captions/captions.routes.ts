import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CaptionLanguage, captionsRoutes } from '#contract/captions.ts';
import { anyone } from '#contract/route.ts';
import { done, refuse } from '#lib/outcome.ts';
import type { Http } from '#platform/http.ts';
import { sendProblem } from '#platform/problem.ts';
import { type createCaptionVerbs, trackView } from './captions.ts';
import { findHolding, findScript, findTrack, findTracks, saveScript } from './captions.sql.ts';
import { type createImports, MAX_CUES } from './import.ts';
import type { CaptionsNeeds } from './needs.ts';
import { replayFile } from './replay-file.ts';

const DESK_CUES = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Everybody who opens a replay asks for this file: it is written once in a while, not for each. */
const KEPT_MS = 5000;
const MAX_KEPT = 200;

export function serveCaptions(
  http: Http,
  needs: CaptionsNeeds,
  verbs: ReturnType<typeof createCaptionVerbs>,
  imports: ReturnType<typeof createImports>,
): void {
  const { db, shows, media, clock } = needs;
  const kept = new Map<string, { at: number; file: Promise<string | null> }>();
  const vttUrl = (showId: string, language: string) => `/api/shows/${showId}/captions/${language}.vtt`;

  async function own({ orgId, showId }: { orgId: string; showId: string }) {
    const facts = await shows.facts(db, showId);
    return facts?.orgId === orgId ? facts : null;
  }

  http.serve(captionsRoutes.captionTracks, async ({ params: { showId } }) => {
    const facts = await shows.facts(db, showId);
    if (!facts || facts.state === 'draft') return refuse('not_found');
    const hasReplay = facts.state === 'ended' && (await media.timeline(facts.streamId)) !== null;
    const tracks = await findTracks(db, showId);
    return done({
      tracks: tracks.map((track) => ({
        ...trackView(track),
        cues: track.cues,
        vttUrl: hasReplay ? vttUrl(showId, track.language) : null,
      })),
    });
  });

  http.serve(captionsRoutes.captionDesk, async ({ params }) => {
    if (!(await own(params))) return refuse('not_found');
    const track = await findTrack(db, params.showId, params.language);
    return done({
      track: track && trackView(track),
      cues: track ? await findHolding(db, track.id, DESK_CUES) : [],
      script: await findScript(db, params.showId, params.language),
    });
  });

  // Staff routes admit nobody without an account.
  http.serve(captionsRoutes.caption, async ({ params, body, actor }) => verbs.caption(params, body, actor.user!.id));

  http.serve(captionsRoutes.setCaptionScript, async ({ params, body: { lines }, actor }) => {
    const facts = await own(params);
    if (!facts) return refuse('not_found');
    if (facts.state === 'ended' || facts.state === 'cancelled') return refuse('show_ended');
    await saveScript(db, { ...params, lines, at: new Date(clock.now()), userId: actor.user!.id });
    return done({ lines });
  });

  http.serve(captionsRoutes.importCaptions, async ({ params, body, actor }) => imports.importFile(params, body, actor.user!.id));

  http.app.get<{ Params: { showId: string; file: string } }>(
    '/api/shows/:showId/captions/:file',
    { config: { access: anyone } },
    (request, reply) => sendFile(request, reply, request.params),
  );

  async function sendFile(request: FastifyRequest, reply: FastifyReply, { showId, file }: { showId: string; file: string }) {
    const language = /^([\w-]{2,12})\.vtt$/.exec(file)?.[1] ?? '';
    const readable = UUID.test(showId) && CaptionLanguage.safeParse(language).success;
    const text = readable ? await fileOf(showId, language) : null;
    if (text === null) return sendProblem(request, reply, 'not_found');
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
    // A correction may still come; whoever keeps the file asks again whether it is the same.
    reply.headers({
      'cache-control': 'public, max-age=30',
      etag,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.type('text/vtt; charset=utf-8').send(text);
  }

  function fileOf(showId: string, language: string): Promise<string | null> {
    const key = `${showId} ${language}`;
    const known = kept.get(key);
    if (known && clock.now() - known.at < KEPT_MS) return known.file;
    kept.delete(key);
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
    const file = writeFile(showId, language);
    kept.set(key, { at: clock.now(), file });
    file.catch(() => kept.delete(key));
    return file;
  }

  async function writeFile(showId: string, language: string): Promise<string | null> {
    const facts = await shows.facts(db, showId);
    const track = facts?.state === 'ended' ? await findTrack(db, showId, language) : null;
    if (!facts || !track) return null;
    const timeline = await media.timeline(facts.streamId);
    return timeline && replayFile(await findHolding(db, track.id, MAX_CUES * 4), timeline.spans);
  }
}
