import http from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { reportHanded } from '#contract/edges.ts';
import { anyone } from '#contract/route.ts';
import { steadyClock } from '#lib/clock.ts';
import { done, refuse } from '#lib/outcome.ts';
import { sendProblem } from '#platform/problem.ts';
import { createEdge } from './edge/edge.ts';
import { mediaMsOf } from './edge/handed.ts';
import { createOriginClient } from './edge/origin.ts';
import type { MediaRoutesNeeds } from './media.routes.ts';
import { plainAnswer } from '#platform/shared-answer.ts';

type LiveRequest = FastifyRequest<{ Params: { streamId: string; '*': string } }>;

const FIRST_PLAYLIST = /^(?:index|main|plain)(?:-\w+)?\.m3u8$/;
const WORKER_MEMORY_BYTES = 128 * 1024 * 1024;

/**
 * LL-HLS for players. Everybody who waits for the same part waits on one request to the stream's
 * worker; and when this instance has edges, players are sent to one of them.
 */
export function servePlaylists(app: FastifyInstance, { http: door, supervisor, audienceOf, edges }: MediaRoutesNeeds): void {
  // Keep-alive over the local socket; Node keys the pool by socket path.
  const workers = createOriginClient({ agent: new http.Agent({ keepAlive: true, maxFreeSockets: 256 }) });
  const edge = createEdge({ ask, clock: steadyClock, mostBytes: WORKER_MEMORY_BYTES });
  app.addHook('onClose', async () => {
    edge.close();
    workers.close();
  });

  // Players ask ten times a second: their budget is the media's, not that of the API. Who they are matters to the audience
  // only, so nothing is read from the database for it on the way.
  app.get('/live/:streamId/*', { config: { access: anyone, rateLimit: false, actor: 'later' } }, async (request: LiveRequest, reply) => {
    const { streamId, '*': name } = request.params;
    if (!supervisor.socketOf(streamId)) return sendProblem(request, reply, 'stream_not_live');
    const fromEdge = edges.isEdge(request.headers.authorization);
    const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
    if (!fromEdge && query === '' && FIRST_PLAYLIST.test(name)) {
      const place = await placeFor(request, streamId);
      if (place !== null) return reply.header('cache-control', 'private, no-store').redirect(`${place}/${name}`, 302);
    }
    const answer = await edge.get(`/live/${streamId}/`, name + query);
    if (answer.status === 404 || answer.status === 502) return sendProblem(request, reply, 'stream_not_live');
    if (!fromEdge && answer.status === 200) countHanded(request, reply, name);
    return reply
      .code(answer.status)
      .headers({ 'content-type': answer.contentType, 'cache-control': answer.cacheControl, 'content-length': answer.body.length })
      .send(answer.body);
  });

  function ask(path: string) {
    const [, , streamId = '', file = ''] = path.split('/');
    const socketPath = supervisor.socketOf(streamId);
    if (!socketPath) return Promise.resolve(plainAnswer(404, 'This stream is not live.'));
    return workers.ask({ path: `/hls/${file}` }, socketPath);
  }

  /** Only who has an identity can be counted at an edge; the rest plays here. */
  async function placeFor(request: FastifyRequest, streamId: string): Promise<string | null> {
    const visitorId = await door.visitorOf(request.headers);
    return visitorId === null ? null : edges.placeFor(streamId, visitorId);
  }

  /** Counted when the last byte was handed over, not when it was asked for. */
  function countHanded(request: LiveRequest, reply: FastifyReply, name: string): void {
    const mediaMs = mediaMsOf(name);
    if (mediaMs === 0 || request.method !== 'GET' || !request.headers.cookie) return;
    const { streamId } = request.params;
    reply.raw.once('finish', async () => {
      const visitorId = await door.visitorOf(request.headers).catch(() => null);
      if (visitorId) audienceOf(streamId).handed(visitorId, mediaMs, steadyClock.now());
    });
  }
}

/** What edges say of who they handed media to. */
export function serveEdgeReports({ http: door, supervisor, audienceOf, edges }: MediaRoutesNeeds): void {
  door.serve(reportHanded, async ({ body, request }) => {
    if (!edges.isEdge(request.headers.authorization) || !edges.heard(body.edge)) return refuse('key_wrong');
    for (const { streamId, ticket, mediaMs } of body.handed) {
      const visitorId = edges.redeem(streamId, ticket);
      if (visitorId && supervisor.socketOf(streamId)) audienceOf(streamId).handed(visitorId, mediaMs, steadyClock.now());
    }
    return done(undefined);
  });
}
