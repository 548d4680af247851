import http from 'node:http';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ReasonCode } from '#contract/reasons.ts';
import { anyone, secret, visitor } from '#contract/route.ts';
import type { Clock } from '#lib/clock.ts';
import { MAX_SDP_BYTES, parseSdp } from '#lib/sdp.ts';
import type { Http } from '#platform/http.ts';
import { sendProblem } from '#platform/problem.ts';
import type { Audience } from './audience.ts';
import { RECORDED_FILE, replayPlaylist } from './replay.ts';
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
export interface MediaRoutesNeeds {
  readonly http: Http;
  readonly streams: Streams;
  readonly supervisor: Supervisor;
  readonly audienceOf: (streamId: string) => Audience;
  readonly folderOf: (streamId: string) => string;
  readonly thumbnails: Thumbnails;
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
/** What a part and a segment are taken to last; the audience never counts more than the time that passed. */
const MEDIA_MS = { part: 200, seg: 2_000 } as const;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function serveMedia(needs: MediaRoutesNeeds): void {
  needs.http.app.register(async (app) => {
    app.removeAllContentTypeParsers();
    for (const type of ['application/sdp', 'application/trickle-ice-sdpfrag']) {
      app.addContentTypeParser(type, { parseAs: 'string', bodyLimit: MAX_SDP_BYTES }, (_request, body, done) => done(null, body));
    }
    app.addHook('onRequest', async (_request, reply) => void reply.headers(CORS));
    await app.register(staticFiles, { root: needs.folderOf('.'), serve: false });
    const workers = createWorkerClient(needs.supervisor);
    servePublishers(app, needs, workers);
    serveViewers(app, needs, workers);
    serveThumbnails(app, needs, workers);
    serveReplays(app, needs);
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

function serveViewers(app: FastifyInstance, { audienceOf, clock, supervisor }: MediaRoutesNeeds, workers: WorkerClient): void {
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

  // Players ask ten times a second: their budget is the media's, not that of the API.
  app.get<{ Params: StreamParams & { '*': string } }>(
    '/live/:streamId/*',
    { config: { access: anyone, rateLimit: false } },
    async (request, reply) => {
      const { streamId, '*': name } = request.params;
      if (!supervisor.socketOf(streamId)) return sendProblem(request, reply, 'stream_not_live');
      const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
      const answer = await workers.ask(streamId, {
        method: 'GET',
        path: `/hls/${encodeURI(name)}${query}`,
        headers: pickHeaders(request, ['range', 'accept-encoding', 'if-none-match']),
      });
      if (!answer || answer.statusCode === 404) {
        answer?.resume();
        return sendProblem(request, reply, 'stream_not_live');
      }
      countHanded(request, answer, name);
      return reply.code(answer.statusCode!).headers(passedOn(answer)).send(answer);
    },
  );

  function countHanded(request: FastifyRequest<{ Params: StreamParams & { '*': string } }>, answer: http.IncomingMessage, name: string) {
    const kind = /^(?:aac-)?(part|seg)-/.exec(name)?.[1] as keyof typeof MEDIA_MS | undefined;
    const { visitorId } = request.actor;
    if (!kind || !visitorId || answer.statusCode !== 200) return;
    // Counted when the last byte was handed over, not when it was asked for.
    answer.once('end', () => audienceOf(request.params.streamId).handed(visitorId, MEDIA_MS[kind], clock.now()));
  }
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

function serveReplays(app: FastifyInstance, { folderOf, supervisor }: MediaRoutesNeeds): void {
  app.get<{ Params: StreamParams & { name: string } }>(
    '/replay/:streamId/:name',
    { config: { access: anyone, rateLimit: false } },
    async (request, reply) => {
      const { streamId, name } = request.params;
      const isLive = supervisor.socketOf(streamId) !== null;
      if (isLive || !UUID.test(streamId)) return sendProblem(request, reply, 'not_found');
      if (name === 'index.m3u8') {
        const playlist = await replayPlaylist(folderOf(streamId));
        // A stream may be opened once more and grow; its segments never change.
        return playlist
          ? reply.type('application/vnd.apple.mpegurl').header('cache-control', 'no-cache').send(playlist)
          : sendProblem(request, reply, 'not_found');
      }
      if (!RECORDED_FILE.test(name)) return sendProblem(request, reply, 'not_found');
      reply.header('cache-control', 'public, max-age=31536000, immutable');
      return reply.sendFile(name, folderOf(streamId), { cacheControl: false });
    },
  );
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

const pickHeaders = (request: FastifyRequest, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (request.headers[name] ? [[name, String(request.headers[name])]] : [])));

/** What a player must see of the worker's answer; connection matters stay between the two of us. */
const PASSED = ['content-type', 'content-length', 'content-encoding', 'content-range', 'accept-ranges', 'cache-control', 'etag', 'vary'];
const passedOn = (answer: http.IncomingMessage) =>
  Object.fromEntries(PASSED.flatMap((name) => (answer.headers[name] ? [[name, answer.headers[name]]] : [])));

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
