import http from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ReasonCode } from '#contract/reasons.ts';
import { anyone, secret, visitor } from '#contract/route.ts';
import type { Clock } from '#lib/clock.ts';
import { MAX_SDP_BYTES, parseSdp } from '#lib/sdp.ts';
import type { Http } from '#platform/http.ts';
import { sendProblem } from '#platform/problem.ts';
import type { Audience } from './audience.ts';
import type { Edges } from './edge/edges.ts';
import { serveEdgeReports, servePlaylists } from './live.routes.ts';
import { serveReplays, type ReplayRoutesNeeds } from './replay.routes.ts';
import type { Streams } from './streams.ts';
import type { Supervisor } from './supervisor.ts';
import type { Place } from './worker/stage.ts';
import type { Thumbnails } from './thumbnails.ts';

/**
 * The front door of media: standard WHIP (RFC 9725) and WHEP, LL-HLS and replays.
 *
 * Raw HTTP, because the other side is an encoder or a player. Who may publish is decided here; the
 * media itself is the worker's, behind a local socket.
 */
export interface MediaRoutesNeeds extends Omit<ReplayRoutesNeeds, 'isLive'> {
  readonly http: Http;
  readonly streams: Streams;
  readonly supervisor: Supervisor;
  readonly audienceOf: (streamId: string) => Audience;
  readonly thumbnails: Thumbnails;
  readonly edges: Edges;
  readonly clock: Clock;
}

interface StreamParams {
  streamId: string;
}
interface SessionParams extends StreamParams {
  sessionId: string;
}

/** Encoders and players on other sites may read these answers; they carry no cookies. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type, if-match',
  'access-control-expose-headers': 'location, link, etag',
  'access-control-max-age': '86400',
  'cross-origin-resource-policy': 'cross-origin',
};
const PUBLISH_PER_MINUTE = 60;
const WATCH_PER_MINUTE = 120;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function serveMedia(needs: MediaRoutesNeeds): void {
  serveEdgeReports(needs);
  needs.http.app.register(async (app) => {
    app.removeAllContentTypeParsers();
    for (const type of ['application/sdp', 'application/trickle-ice-sdpfrag']) {
      app.addContentTypeParser(type, { parseAs: 'string', bodyLimit: MAX_SDP_BYTES }, (_request, body, done) => done(null, body));
    }
    app.addHook('onRequest', async (_request, reply) => void reply.headers(CORS));
    const workers = createWorkerClient(needs.supervisor);
    servePublishers(app, needs, workers);
    serveViewers(app, needs, workers);
    servePlaylists(app, needs);
    serveThumbnails(app, needs, workers);
    serveReplays(app, { ...needs, isLive: (streamId) => needs.supervisor.socketOf(streamId) !== null });
  });
}

function servePublishers(app: FastifyInstance, { streams }: MediaRoutesNeeds, workers: WorkerClient): void {
  const rateLimit = { max: PUBLISH_PER_MINUTE, timeWindow: 60_000 };
  const config = { access: secret('a one-use ticket or the encoder key'), rateLimit };
  const session = { access: secret('the unguessable address of the session'), rateLimit: false as const };

  app.post('/whip', { config }, (request, reply) => publish(request, reply, null));
  app.post<{ Params: StreamParams }>('/whip/:streamId', { config }, (request, reply) => publish(request, reply, request.params.streamId));
  app.delete<{ Params: SessionParams }>('/whip/:streamId/:sessionId', { config: session }, (request, reply) =>
    leave(workers, request, reply, 'whip'),
  );
  // We announce all our addresses in the answer and learn the publisher's from its checks: nothing to trickle.
  app.patch('/whip/:streamId/:sessionId', { config: session }, (_request, reply) => reply.code(204).send());
  for (const url of ['/whip', '/whip/:streamId', '/whip/:streamId/:sessionId', '/whep/:streamId', '/whep/:streamId/:sessionId']) {
    app.options(url, { config: { access: anyone, rateLimit: false } }, (_request, reply) =>
      reply.header('accept-post', 'application/sdp').code(204).send(),
    );
  }

  async function publish(request: FastifyRequest, reply: FastifyReply, streamId: string | null) {
    const wrong = refusalOfOffer(request);
    if (wrong) return sendProblem(request, reply, wrong);
    if (streamId !== null && !UUID.test(streamId)) return sendProblem(request, reply, 'not_found');
    const admitted = await streams.admit(bearerOf(request), streamId);
    if (!admitted.ok) {
      if (admitted.reason !== 'not_found') reply.header('www-authenticate', 'Bearer');
      return sendProblem(request, reply, admitted.reason);
    }
    return answerOffer({ workers, request, reply, streamId: admitted.value.streamId, verb: 'whip', place: admitted.value.place });
  }
}

function serveViewers(app: FastifyInstance, { audienceOf }: MediaRoutesNeeds, workers: WorkerClient): void {
  const watch = { access: visitor, rateLimit: { max: WATCH_PER_MINUTE, timeWindow: 60_000 } };
  app.post<{ Params: StreamParams; Querystring: { uncounted?: string } }>('/whep/:streamId', { config: watch }, async (request, reply) => {
    const wrong = refusalOfOffer(request);
    if (wrong) return sendProblem(request, reply, wrong);
    const { streamId } = request.params;
    // The crew's own look at the picture is no audience. Anybody may ask to be left out: it only makes the number smaller.
    const { visitorId } = request.query.uncounted === undefined ? request.actor : { visitorId: null };
    const joined = (session: string) => visitorId && audienceOf(streamId).joined(session, visitorId);
    return answerOffer({ workers, request, reply, streamId, verb: 'whep', joined });
  });
  const session = { access: secret('the unguessable address of the session'), rateLimit: false as const };
  app.delete<{ Params: SessionParams }>('/whep/:streamId/:sessionId', { config: session }, (request, reply) =>
    leave(workers, request, reply, 'whep'),
  );
  app.patch('/whep/:streamId/:sessionId', { config: session }, (_request, reply) => reply.code(204).send());
}

function serveThumbnails(app: FastifyInstance, { thumbnails }: MediaRoutesNeeds, workers: WorkerClient): void {
  app.get<{ Params: StreamParams }>('/live/:streamId/thumb.jpg', { config: { access: anyone } }, async (request, reply) => {
    const { streamId } = request.params;
    const jpeg = await thumbnails.of(streamId, async () => {
      const answer = await workers.ask(streamId, { method: 'GET', path: '/keyframe' });
      if (answer?.statusCode !== 200) {
        answer?.resume();
        return null;
      }
      return readBytes(answer);
    });
    // No picture, or nothing on this machine that can make one: the page shows the product instead.
    if (!jpeg) return sendProblem(request, reply, 'stream_not_live');
    return reply.type('image/jpeg').header('cache-control', 'public, max-age=5').send(jpeg);
  });
}

function refusalOfOffer(request: FastifyRequest): ReasonCode | null {
  if (request.headers['content-type']?.split(';')[0]?.trim() !== 'application/sdp') return 'wrong_content_type';
  return typeof request.body === 'string' && parseSdp(request.body) ? null : 'sdp_unreadable';
}

function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer ([\w-]{20,200})$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

interface OfferCall {
  readonly workers: WorkerClient;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly streamId: string;
  readonly verb: 'whip' | 'whep';
  readonly joined?: (session: string) => unknown;
  /** Where a publisher's ticket wants it; null for an encoder with a key. */
  readonly place?: Place | null;
}

async function answerOffer({ workers, request, reply, streamId, verb, joined, place }: OfferCall) {
  const answer = await workers.ask(streamId, {
    method: 'POST',
    path: `/${verb}`,
    headers: { 'content-type': 'application/sdp', ...(place && { 'x-place': encodeURIComponent(JSON.stringify(place)) }) },
    body: request.body as string,
  });
  if (!answer) return sendProblem(request, reply, 'stream_not_live');
  const text = await readAll(answer);
  if (answer.statusCode !== 201) return sendProblem(request, reply, ...refusalFrom(text));
  const session = String(answer.headers['x-media-id']);
  joined?.(session);
  return reply
    .code(201)
    .headers({ location: `/${verb}/${streamId}/${session}` })
    .type('application/sdp')
    .send(text);
}

function refusalFrom(text: string): [ReasonCode, { facts?: Record<string, unknown> }] {
  const { reason, facts } = JSON.parse(text) as { reason: ReasonCode; facts?: Record<string, unknown> };
  return [reason, facts ? { facts } : {}];
}

/**
 * Leaving a session that is over already is granted too: the connection often closes before the request arrives,
 * and a refusal would stand as an error in the console of everybody who leaves.
 */
async function leave(
  workers: WorkerClient,
  request: FastifyRequest<{ Params: SessionParams }>,
  reply: FastifyReply,
  verb: 'whip' | 'whep',
) {
  const { streamId, sessionId } = request.params;
  if (!UUID.test(streamId) || !UUID.test(sessionId)) return sendProblem(request, reply, 'not_found');
  const answer = await workers.ask(streamId, { method: 'DELETE', path: `/${verb}/${sessionId}` });
  answer?.resume();
  return reply.code(200).send();
}

interface WorkerRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

interface WorkerClient {
  /** Null when the stream has no worker, or it died over this. */
  ask(streamId: string, request: WorkerRequest): Promise<http.IncomingMessage | null>;
}

const ASK_TIMEOUT_MS = 8_000;

function createWorkerClient(supervisor: Supervisor): WorkerClient {
  // Keep-alive over the local socket; Node keys the pool by socket path.
  const agent = new http.Agent({ keepAlive: true, maxFreeSockets: 256 });
  return {
    ask(streamId, { method, path, headers, body }) {
      const socketPath = supervisor.socketOf(streamId);
      if (!socketPath) return Promise.resolve(null);
      return new Promise((resolve) => {
        const request = http.request({ socketPath, agent, method, path, headers: headers ?? {}, timeout: ASK_TIMEOUT_MS }, resolve);
        request.on('timeout', () => request.destroy());
        request.on('error', () => resolve(null));
        request.end(body);
      });
    },
  };
}

const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

const readAll = async (answer: http.IncomingMessage) => (await readBytes(answer)).toString('utf8');

async function readBytes(answer: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
