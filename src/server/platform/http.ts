import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RouteOptions,
} from 'fastify';
import { hasZodFastifySchemaValidationErrors, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { type ReasonCode, REASONS } from '#contract/reasons.ts';
import type { Access, RouteContract } from '#contract/route.ts';
import type { Outcome } from '#lib/outcome.ts';
import { storable } from '#lib/storable.ts';
import { type Actor, hasRole, needsSecondFactor } from './actor.ts';
import type { Config } from './config.ts';
import { commonHeaders } from './headers.ts';
import type { IdempotencyStore } from './idempotency.ts';
import type { Log } from './log.ts';
import { sendProblem } from './problem.ts';
import { Ready, sendReady } from './ready.ts';
import { createVisitorMemory } from './visitor-memory.ts';

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
  }
  interface FastifyContextConfig {
    access?: Access;
    idempotent?: boolean;
    /** `later`: nothing is read for the actor before the handler; it asks `visitorOf` when it wants to know. */
    actor?: 'later';
  }
}

/** Where actors come from; the accounts room fills this in. */
export interface Actors {
  /** Reads cookies only; never writes. */
  resolve(headers: IncomingHttpHeaders): Promise<Actor>;
  /** Gives a guest an id. @returns the actor and the cookie to set */
  welcome(actor: Actor): Promise<{ actor: Actor; setCookie: string | null }>;
}

/** Refusals that any route may give without naming them. */
export type AnyRefusal =
  | 'invalid_input'
  | 'not_found'
  | 'not_allowed'
  | 'conflict'
  | 'busy'
  | 'too_large'
  | 'wrong_content_type'
  | 'too_many_requests';

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Body<R extends RouteContract> = R['response'] extends z.ZodType ? z.input<R['response']> : void;
type Refusals<R extends RouteContract> = AnyRefusal | (R['refuses'] extends readonly (infer C extends ReasonCode)[] ? C : never);

export interface Call<R extends RouteContract> {
  readonly params: Parsed<R['params']>;
  readonly query: Parsed<R['query']>;
  readonly body: Parsed<R['body']>;
  readonly actor: Actor;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}
/** Answers with the body, or with one that was made ready for everybody. */
export type Handler<R extends RouteContract> = (call: Call<R>) => Promise<Outcome<Body<R> | Ready, Refusals<R>>>;

export type UpgradeHandler = (call: {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
  actor: Actor;
  params: Record<string, string>;
  query: URLSearchParams;
}) => void | Promise<void>;

export interface ListedRoute {
  readonly method: string;
  readonly url: string;
  readonly access: Access;
}

export interface Http {
  /** For raw routes (media, uploads, pages); each must carry `config: { access }`. */
  readonly app: FastifyInstance;
  /** Serves one JSON route of the contract. */
  serve<R extends RouteContract>(contract: R, handler: Handler<R>): void;
  /** The visitor behind these cookies, known for a minute without asking again; for who counts, never for who may. */
  visitorOf(headers: IncomingHttpHeaders): Promise<string | null>;
  /** A WebSocket address; `pattern` has one `:name` per variable part. */
  upgrade(pattern: string, access: Access, handler: UpgradeHandler): void;
  /** All routes with their access rule, for the matrix test and the documentation. */
  routes(): readonly ListedRoute[];
  listen(): Promise<{ port: number }>;
  close(): Promise<void>;
}

const DEFAULT_RATE_PER_MINUTE = 600;
const BODY_LIMIT = 256 * 1024;
const CLOSE_GRACE_MS = 1500;

export interface HttpNeeds {
  readonly config: Config;
  readonly log: Log;
  readonly actors: Actors;
  readonly idempotency: IdempotencyStore;
  /** Where to listen, when that is not where people come to. */
  readonly listen?: { readonly host: string; readonly port: number };
  /** Looks at every request before the routes do. @returns whether it took it */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export async function createHttp(needs: HttpNeeds): Promise<Http> {
  const { config, actors } = needs;
  const { host, port } = needs.listen ?? config;
  const secure = config.publicUrl.startsWith('https:');
  const headers = commonHeaders(secure);
  const listed: ListedRoute[] = [];

  const app = fastify({
    loggerInstance: needs.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // A proxy on this machine says who asks; without it everybody behind it would share one budget. Others are not believed.
    trustProxy: ['loopback', ...config.trustedProxies],
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    // Who sends a header a byte at a time, or never reads what was asked for, holds a socket for this long and no longer.
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 5_000 },
    connectionTimeout: 60_000,
    // Blocking playlist reloads of players are held for up to 1.2 s; idle connections may stay.
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    // What the router cannot read never reaches a hook.
    frameworkErrors: (error, request, reply) => {
      reply.headers(headers);
      return sendProblem(request, reply, error.statusCode === 400 ? 'invalid_input' : 'not_found');
    },
    routerOptions: { maxParamLength: 200 },
    genReqId: () => randomBytes(6).toString('hex'),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.addHook('onRoute', (route) => demandAccess(route, listed));
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    const site = request.headers['sec-fetch-site'];
    if (isForged(request.method, site, request.headers.origin, request.headers.host, request.routeOptions.config.access))
      return sendProblem(request, reply, 'forged_origin');
  });
  await app.register(cookie);
  await app.register(multipart, { limits: { files: 1, fields: 10, fileSize: 64 * 1024 * 1024, parts: 12 } });
  await app.register(rateLimit, {
    global: true,
    max: DEFAULT_RATE_PER_MINUTE * config.rateLimitFactor,
    timeWindow: 60_000,
    cache: 50_000,
    keyGenerator: callerKey,
    // Sent as a refusal like any other.
    errorResponseBuilder: () => Object.assign(new Error('too_many_requests'), { statusCode: 429 }),
  });
  app.decorateRequest('actor');
  app.addHook('preValidation', async (request) => {
    // Before any schema: what cannot be kept is taken out once, here, and not found by the database.
    request.body = storable(request.body);
    request.query = storable(request.query);
  });
  app.addHook('preValidation', (request, reply) => admit(request, reply, actors));
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, 'not_found'));
  app.setErrorHandler((error: FastifyError, request, reply) => translate(error, request, reply, needs.log));

  const { before } = needs;
  if (before) {
    const [route] = app.server.listeners('request') as RequestListener[];
    app.server.removeAllListeners('request');
    app.server.on('request', (request, response) => before(request, response) || route!(request, response));
  }

  const upgrades: { pattern: string; match: RegExp; names: string[]; access: Access; handler: UpgradeHandler }[] = [];
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    void routeUpgrade(request, socket, head).catch((error: unknown) => {
      needs.log.error({ error: String(error) }, 'upgrade failed');
      socket.destroy();
    });
  });

  async function routeUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://any');
    const found = upgrades.find((entry) => entry.match.test(url.pathname));
    // A socket opened from another site would carry our cookies: refuse it like a forged form.
    const foreign = request.headers.origin !== undefined && new URL(request.headers.origin, 'http://any').host !== request.headers.host;
    if (!found || foreign) {
      socket.end(`HTTP/1.1 ${found ? '403 Forbidden' : '404 Not Found'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const values = found.match.exec(url.pathname)!.slice(1);
    const params = Object.fromEntries(found.names.map((name, at) => [name, decodeURIComponent(values[at] ?? '')]));
    const actor = await actors.resolve(request.headers);
    const refusal = refusalFor(found.access, actor, params);
    if (refusal) {
      socket.end(
        `HTTP/1.1 ${REASONS[refusal].status === 401 ? '401 Unauthorized' : '403 Forbidden'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
      return;
    }
    await found.handler({ request, socket, head, actor, params, query: url.searchParams });
  }

  return {
    app,
    serve(contract, handler) {
      app.route({
        method: contract.method,
        url: contract.path,
        bodyLimit: contract.bodyLimit ?? BODY_LIMIT,
        ...(contract.body ? { onRequest: demandJson } : {}),
        config: {
          access: contract.access,
          ...(contract.sameForAll ? { actor: 'later' as const } : {}),
          idempotent: contract.method !== 'GET' && contract.keepsAnswer !== false,
          ...(contract.ratePerMinute ? { rateLimit: rateLimitOf(contract, contract.ratePerMinute * config.rateLimitFactor) } : {}),
        },
        schema: {
          ...(contract.params ? { params: contract.params } : {}),
          ...(contract.query ? { querystring: contract.query } : {}),
          ...(contract.body ? { body: contract.body } : {}),
          ...(contract.response ? { response: { 200: contract.response } } : {}),
        },
        handler: async (request, reply) => {
          const call = { params: request.params, query: request.query, body: request.body, actor: request.actor, request, reply };
          const once = await needs.idempotency.begin(request);
          if (once.kind === 'replay') return once.status === 204 ? reply.code(204).send() : sendText(reply.code(once.status), once.body);
          if (once.kind === 'refuse') return sendProblem(request, reply, once.reason);
          const outcome = await handler(call as unknown as Call<typeof contract>).catch(async (error: unknown) => {
            // Otherwise a retry would wait for a run that has ended.
            await once.forget();
            throw error;
          });
          if (!outcome.ok) {
            await once.forget();
            return sendProblem(request, reply, outcome.reason, outcome.facts ? { facts: outcome.facts } : {});
          }
          if (outcome.value instanceof Ready) return sendReady(request, reply, outcome.value);
          reply.code(contract.response ? 200 : 204);
          // What is kept is what was sent, byte for byte: the schema has dropped what is not the caller's business.
          const text = contract.response ? String(reply.serialize(outcome.value)) : '';
          await once.keep(reply.statusCode, text);
          return contract.response ? sendText(reply, text) : reply.send();
        },
      });
    },
    upgrade(pattern, access, handler) {
      const names = [...pattern.matchAll(/:([a-zA-Z]+)/g)].map((found) => found[1]!);
      const match = new RegExp(`^${pattern.replace(/:[a-zA-Z]+/g, '([^/]+)')}$`);
      upgrades.push({ pattern, match, names, access, handler });
      listed.push({ method: 'UPGRADE', url: pattern, access });
    },
    visitorOf: createVisitorMemory(actors),
    routes: () => listed,
    async listen() {
      await app.listen({ port, host, ...(config.sharePort && { reusePort: true }) });
      const address = app.server.address();
      return { port: typeof address === 'object' && address ? address.port : port };
    },
    async close() {
      // Players hold requests open; whoever is not done soon would keep the shop from closing.
      const force = setTimeout(() => app.server.closeAllConnections(), CLOSE_GRACE_MS);
      await app.close();
      clearTimeout(force);
    },
  };
}

/** A route without an access rule does not start. */
function demandAccess(route: RouteOptions, listed: ListedRoute[]): void {
  const methods = [route.method].flat().filter((method) => method !== 'HEAD');
  if (methods.length === 0) return;
  const access = route.config?.access;
  if (!access) throw new Error(`${methods.join()} ${route.url} has no access rule.`);
  if (access.who === 'staff' && !route.url.includes(':orgId')) throw new Error(`${route.url} is for staff but its path names no :orgId.`);
  for (const method of methods) listed.push({ method, url: route.url, access });
}

/** Cookies are SameSite=Lax; this also stops what a sibling subdomain or an old browser would let through. */
function isForged(
  method: string,
  site: string | string[] | undefined,
  origin: string | undefined,
  host: string | undefined,
  access: Access | undefined,
): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || access?.who === 'secret') return false;
  if (site === 'cross-site') return true;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

/** One budget per device when it has a cookie, so that a shop floor behind one address is not one caller. */
function callerKey(request: FastifyRequest): string {
  const cookies = request.headers.cookie;
  return cookies ? createHash('sha1').update(cookies).digest('base64') : request.ip;
}

/** Fastify would also parse text and uploads, and the schema would then blame a field. */
async function demandJson(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  const type = request.headers['content-type'];
  return type === undefined || /^application\/json\s*(;|$)/i.test(type) ? undefined : sendProblem(request, reply, 'wrong_content_type');
}

const sendText = (reply: FastifyReply, json: string): FastifyReply =>
  reply
    .type('application/json; charset=utf-8')
    .serializer((value: unknown) => String(value))
    .send(json);

function rateLimitOf(contract: RouteContract, max: number) {
  const byAddress = contract.rateBy === 'address' ? { keyGenerator: (request: FastifyRequest) => request.ip } : {};
  return { max, timeWindow: 60_000, ...byAddress };
}

async function admit(request: FastifyRequest, reply: FastifyReply, actors: Actors): Promise<FastifyReply | undefined> {
  const access = request.routeOptions.config.access;
  if (!access || request.routeOptions.config.actor === 'later') return undefined;
  request.actor = await actors.resolve(request.headers);
  if (access.who === 'visitor' && request.actor.visitorId === null) {
    const welcomed = await actors.welcome(request.actor);
    request.actor = welcomed.actor;
    if (welcomed.setCookie) reply.header('set-cookie', welcomed.setCookie);
  }
  const refusal = refusalFor(access, request.actor, request.params as Record<string, string>, request.method);
  return refusal ? sendProblem(request, reply, refusal) : undefined;
}

/** @param method staff and operators read with a password alone; what writes needs the second step too */
export function refusalFor(access: Access, actor: Actor, params: Record<string, string>, method = 'GET'): ReasonCode | null {
  const orgId = params['orgId'] ?? '';
  const writes = method !== 'GET' && method !== 'HEAD';
  switch (access.who) {
    case 'anyone':
    case 'visitor':
    case 'secret':
      return null;
    case 'member':
      return actor.user ? null : 'not_signed_in';
    case 'operator':
      if (!actor.user) return 'not_signed_in';
      if (!actor.isOperator) return 'not_allowed';
      return writes && needsSecondFactor(actor, '', []) ? 'second_factor_needed' : null;
    case 'staff':
      if (!actor.user) return 'not_signed_in';
      if (!hasRole(actor, orgId, access.roles)) return 'not_allowed';
      return writes && needsSecondFactor(actor, orgId, access.roles) ? 'second_factor_needed' : null;
  }
}

const BY_CODE: Record<string, ReasonCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_REQ_FILE_TOO_LARGE: 'too_large',
  FST_FILES_LIMIT: 'invalid_input',
  FST_PARTS_LIMIT: 'invalid_input',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'wrong_content_type',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'wrong_content_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_input',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_input',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_input',
};

function translate(error: FastifyError, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation
      .slice(0, 20)
      .map((issue) => ({ path: issue.instancePath.slice(1).replaceAll('/', '.'), message: issue.message ?? '' }));
    return sendProblem(request, reply, 'invalid_input', { errors });
  }
  const reason =
    BY_CODE[error.code] ?? (error.statusCode === 429 ? 'too_many_requests' : error.statusCode === 400 ? 'invalid_input' : null);
  if (reason) return sendProblem(request, reply, reason);
  log.error({ error: error.stack ?? String(error), route: request.routeOptions.url, requestId: request.id }, REASONS.broken.sentence.en);
  return sendProblem(request, reply, 'broken');
}
