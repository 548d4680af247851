import type { FastifyReply } from 'fastify';
import { anyone } from '#contract/route.ts';
import type { Http } from '#platform/http.ts';
import { type Answer, sendAnswer } from '#platform/shared-answer.ts';
import type { RoomPages } from './room-pages.ts';

export interface RoomPagesRoutesNeeds {
  readonly pages: RoomPages;
  /** The edges of this instance: who asks from one, and where to send whom. */
  readonly edges: { isEdge(authorization: string | undefined): boolean; anyAwake(): string | null };
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EPOCH = /^[0-9a-f]{1,32}$/;
const NUMBER = /^\d{1,9}$/;
/** Caches ask here, each once per page; beyond this somebody put none before us. */
const MOST_WAITING = 20_000;

/** Beside the video's addresses, so that what hands out one hands out the other. Who asks is never looked at. */
export function serveRoomPages({ app }: Http, { pages, edges }: RoomPagesRoutesNeeds): void {
  const config = { access: anyone, rateLimit: false, actor: 'later' } as const;
  let waiting = 0;

  app.get<{ Params: { showId: string } }>('/live/rooms/:showId/now', { config }, async (request, reply) => {
    const { showId } = request.params;
    if (!ID.test(showId)) return reply.callNotFound();
    const edge = edges.isEdge(request.headers.authorization) ? null : edges.anyAwake();
    if (edge !== null) return reply.header('cache-control', 'no-store').redirect(`${edge}/live/rooms/${showId}/now`, 302);
    return give(reply, showId, pages.now(showId));
  });

  app.get<{ Params: { showId: string; epoch: string; n: string } }>('/live/rooms/:showId/:epoch/:n', { config }, async (request, reply) => {
    const { showId, epoch, n } = request.params;
    if (!ID.test(showId) || !EPOCH.test(epoch) || !NUMBER.test(n)) return reply.callNotFound();
    return give(reply, showId, pages.page(showId, epoch, Number(n)));
  });

  async function give(reply: FastifyReply, showId: string, found: Answer | Promise<Answer>): Promise<FastifyReply> {
    const answer = found instanceof Promise ? await waitFor(found) : found;
    // A CDN lets go of a whole room by this name, when something in it must not be handed out any longer.
    reply.header('surrogate-key', `room-${showId}`);
    const { status, contentType, cacheControl, body } = answer;
    if (status !== 200) return reply.code(status).headers({ 'content-type': contentType, 'cache-control': cacheControl }).send(body);
    // The headers of our own pages say nothing here and would double what every viewer gets.
    reply.hijack();
    reply.raw.setHeader('surrogate-key', `room-${showId}`);
    if (!reply.raw.destroyed) sendAnswer(reply.raw, answer);
    return reply;
  }

  async function waitFor(found: Promise<Answer>): Promise<Answer> {
    if (waiting >= MOST_WAITING) return FULL;
    waiting += 1;
    return found.finally(() => (waiting -= 1));
  }
}

const FULL: Answer = {
  status: 503,
  contentType: 'text/plain; charset=utf-8',
  cacheControl: 'public, max-age=1',
  body: Buffer.from('Too many wait here at once.\n'),
};
