import http, { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream';
import { REASONS } from '#contract/reasons.ts';
import type { Log } from './log.ts';

/** Longer than anything is held: nothing at all moved for this long. */
const SILENT_MS = 40_000;
/** Requests under way; beyond it people are told that it is busy. */
const MOST_AT_ONCE = 4096;

/** Between two neighbours only (RFC 9110, 7.6.1). */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/**
 * Hands a request on to another process of the instance as it is, and its answer back, at the speed of the slower side.
 * The caller's address goes along: whoever reads it believes the last entry that a process of ours wrote.
 */
export function createForward(needs: { to: URL; log: Log }) {
  const { to, log } = needs;
  const client = to.protocol === 'https:' ? https : http;
  const agent = new client.Agent({ keepAlive: true, maxFreeSockets: 256 });
  let underWay = 0;

  return {
    hand(request: IncomingMessage, response: ServerResponse): void {
      if (underWay >= MOST_AT_ONCE) return refuse(response, 'busy');
      underWay += 1;
      const there = client.request(
        {
          hostname: to.hostname,
          port: to.port,
          method: request.method,
          path: request.url,
          // Host stays the one that people see: forged forms are recognised by it.
          headers: { ...endToEnd(request.headers), 'x-forwarded-for': forwardedFor(request) },
          agent,
          timeout: SILENT_MS,
        },
        (answer) => {
          // What the connection to the other process is like is nobody's business here.
          response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
          // A side that goes takes the other with it: nothing is read for nobody.
          pipeline(answer, response, () => {});
        },
      );
      there.on('timeout', () => there.destroy(new Error('nothing moved for too long')));
      there.on('error', (error) => {
        if (response.destroyed) return;
        log.warn({ to: to.host, error: error.message }, 'the process with the media does not answer');
        if (response.headersSent) response.destroy();
        else refuse(response, 'busy');
      });
      response.once('close', () => {
        underWay -= 1;
        if (!response.writableFinished) there.destroy();
      });
      // An upload that breaks off must not look like one that ended.
      pipeline(request, there, (error) => error && there.destroy());
    },
    close: (): void => agent.destroy(),
  };
}

function refuse(response: ServerResponse, reason: 'busy'): void {
  const body = JSON.stringify({ status: 503, reason, title: REASONS[reason].sentence.en, type: `/problems/${reason}` });
  response.writeHead(503, { 'content-type': 'application/problem+json', 'content-length': Buffer.byteLength(body), 'retry-after': '1' });
  response.end(body);
}

function endToEnd(headers: IncomingMessage['headers']): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const dropped = new Set([...HOP_BY_HOP, ...named]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}

const forwardedFor = (request: IncomingMessage): string =>
  [request.headers['x-forwarded-for'] ?? [], request.socket.remoteAddress ?? ''].flat().join(', ');
