import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '#lib/clock.ts';
import type { HandedReport } from '#contract/edges.ts';
import { type Answer, answerPreflight, NOT_ALLOWED, plainAnswer, sendAnswer } from '#platform/shared-answer.ts';
import { createEdge } from './edge.ts';
import { mediaMsOf } from './handed.ts';

export interface EdgeServerNeeds {
  /** Asks the origin; never rejects. */
  readonly ask: (path: string) => Promise<Answer>;
  readonly clock: Clock;
  readonly mostBytes?: number;
}

export interface EdgeServer {
  readonly server: Server;
  /** What was handed over since this was last called, per stream and ticket. */
  takeHanded(): HandedReport['handed'];
  stats(): ReturnType<ReturnType<typeof createEdge>['stats']>;
  close(): void;
}

/** `/live/<stream>/[~<ticket>/]<file>` and `/replay/<stream>/<file>`. */
const ADDRESS = /^(\/(?:live|replay)\/([0-9a-f-]{36})\/)(?:~([\w-]{1,80})\/)?([^/]{1,400})$/;
/** What a room says, page by page: see contract/room-pages.ts. A query is not part of an address here. */
const PAGE = /^(\/live\/rooms\/[0-9a-f-]{36}\/(?:now|[0-9a-f]{1,32}\/\d{1,9}))(?:\?.{0,200})?$/;
/** Whoever comes beyond this in two seconds is served, and not counted. */
const MOST_COUNTED = 50_000;

/** The HTTP face of an edge machine. It knows streams and tickets, nothing of people. */
export function createEdgeServer({ ask, clock, mostBytes }: EdgeServerNeeds): EdgeServer {
  const edge = createEdge({ ask, clock, ...(mostBytes !== undefined && { mostBytes }) });
  let handed = new Map<string, number>();
  const server = createServer(answer);
  server.keepAliveTimeout = 60_000;
  server.requestTimeout = 10_000;

  return {
    server,
    takeHanded() {
      const taken = handed;
      handed = new Map();
      return [...taken].map(([key, mediaMs]) => ({ streamId: key.slice(0, 36), ticket: key.slice(36), mediaMs }));
    },
    stats: edge.stats,
    close() {
      edge.close();
      server.closeAllConnections();
      server.close();
    },
  };

  function answer(req: IncomingMessage, res: ServerResponse): void {
    if (req.method === 'OPTIONS') return answerPreflight(res);
    if (req.method !== 'GET' && req.method !== 'HEAD') return sendAnswer(res, NOT_ALLOWED);
    if (req.url === '/healthz')
      return sendAnswer(res, { ...plainAnswer(200, JSON.stringify(edge.stats())), contentType: 'application/json' });
    const page = PAGE.exec(req.url ?? '')?.[1];
    if (page) return give(res, edge.page(page));
    const [, base, streamId, ticket, file] = ADDRESS.exec(req.url ?? '') ?? [];
    if (!base || !streamId || !file) return sendAnswer(res, NOT_FOUND);
    const mediaMs = ticket && req.method === 'GET' ? mediaMsOf(file) : 0;
    if (mediaMs > 0) res.once('finish', () => res.statusCode === 200 && count(streamId + ticket, mediaMs));
    give(res, edge.get(base, file));
  }

  function count(key: string, mediaMs: number): void {
    const before = handed.get(key);
    if (before !== undefined || handed.size < MOST_COUNTED) handed.set(key, (before ?? 0) + mediaMs);
  }
}

function give(res: ServerResponse, found: Answer | Promise<Answer>): void {
  if (!(found instanceof Promise)) return sendAnswer(res, found);
  void found.then((late) => !res.destroyed && sendAnswer(res, late));
}

const NOT_FOUND = plainAnswer(404, 'An edge has /live/<stream>/, /live/rooms/<show>/ and /replay/<stream>/, and nothing else.');
