import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '#lib/clock.ts';
import { MAX_SDP_BYTES } from '#lib/sdp.ts';
import type { Outcome } from '#lib/outcome.ts';
import type { Broadcast } from './broadcast.ts';
import type { CallRefusal, Place } from './stage.ts';
import { FLV_PATH, takeFlv } from './flv-link.ts';
import type { LadderStats } from './ladder/ladder.ts';

/**
 * What the web process may ask of a worker, over a local socket that nobody else can reach.
 * Who may publish is decided there; here a request is already allowed.
 *
 *   POST /stage/:spot, POST /whip, DELETE /whip/:id, POST /whep, DELETE /whep/:id, GET /stats, GET /keyframe, GET /hls/*
 *   GET /flv, upgraded: what an encoder sends by RTMP, as FLV
 *
 * A refusal is `{reason}` with the reason's status; the web process makes a problem document of it.
 */
export interface FrontNeeds {
  readonly broadcast: Broadcast;
  /** Serves playlists and segments. */
  readonly hls: (req: IncomingMessage, res: ServerResponse, path: string) => void;
  readonly keyFrame: () => Buffer | null;
  readonly clock: Clock;
  readonly ladder?: () => LadderStats;
}

const STATUS = {
  sdp_unreadable: 400,
  no_common_codec: 406,
  not_direct: 406,
  stream_full: 503,
  too_large: 413,
  not_found: 404,
  backstage_full: 409,
  not_ready: 409,
  broken: 500,
} as const;

export function createFront({ broadcast, hls, keyFrame, ladder, clock }: FrontNeeds): Server {
  const server = createServer((req, res) => {
    route(req, res).catch(() => {
      if (!res.headersSent) refuse(res, 'broken');
      else res.destroy();
    });
  });
  server.on('upgrade', (req, socket, head) => {
    if (req.url !== FLV_PATH) return void socket.destroy();
    takeFlv({ socket, head, broadcast, clock });
  });
  // Blocked playlist requests are held for up to 1.6 s; a slow reader is the web process's concern.
  server.keepAliveTimeout = 60_000;
  return server;

  async function route(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = req.url ?? '/';
    if (req.method === 'GET' && path.startsWith('/hls/')) return hls(req, res, path.slice('/hls/'.length));
    if (req.method === 'GET' && path === '/stats') return json(res, 200, { ...broadcast.stats(), ladder: ladder?.() });
    if (req.method === 'GET' && path === '/keyframe') return sendPicture(res, keyFrame());
    const [, spot] = /^\/stage\/([\w-]{1,64})$/.exec(path) ?? [];
    if (req.method === 'POST' && spot) return callOnStage(res, await broadcast.callOnStage(spot));
    const [, verb, id] = /^\/(whip|whep)(?:\/([\w-]{1,64}))?$/.exec(path) ?? [];
    if (req.method === 'POST' && verb && !id)
      return answer(req, res, verb === 'whip' ? (offer) => broadcast.publish(offer, placeIn(req)) : broadcast.watch);
    if (req.method === 'DELETE' && verb && id) return leave(res, verb === 'whip' ? await broadcast.unpublish(id) : broadcast.unwatch(id));
    refuse(res, 'not_found');
  }
}

async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  open: (offer: string) => ReturnType<Broadcast['publish'] | Broadcast['watch']>,
): Promise<void> {
  const offer = await readText(req, MAX_SDP_BYTES);
  if (offer === null) return refuse(res, 'too_large');
  const opened = await open(offer);
  if (!opened.ok) return refuse(res, opened.reason, opened.facts);
  res.writeHead(201, { 'content-type': 'application/sdp', 'x-media-id': opened.value.id });
  res.end(opened.value.answer);
}

/** Where the web process wants this publisher: its ticket says so. Written by us, so it is taken as it is. */
function placeIn(req: IncomingMessage): Place | undefined {
  const text = req.headers['x-place'];
  return typeof text === 'string' ? (JSON.parse(decodeURIComponent(text)) as Place) : undefined;
}

function callOnStage(res: ServerResponse, called: Outcome<void, CallRefusal>): void {
  if (!called.ok) return refuse(res, called.reason);
  res.writeHead(204).end();
}

function sendPicture(res: ServerResponse, picture: Buffer | null): void {
  if (!picture) return refuse(res, 'not_found');
  res.writeHead(200, { 'content-type': 'video/h264', 'content-length': picture.length });
  res.end(picture);
}

function leave(res: ServerResponse, existed: boolean): void {
  if (!existed) return refuse(res, 'not_found');
  res.writeHead(204).end();
}

/** Null when it is longer than allowed; what was read by then is dropped. */
async function readText(req: IncomingMessage, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuse(res: ServerResponse, reason: keyof typeof STATUS, facts?: Readonly<Record<string, unknown>>): void {
  json(res, STATUS[reason], { reason, ...(facts && { facts }) });
}

function json(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
}
