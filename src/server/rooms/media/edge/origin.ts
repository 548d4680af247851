import http from 'node:http';
import https from 'node:https';
import { type Answer, plainAnswer } from '#platform/shared-answer.ts';

export interface OriginRequest {
  readonly path: string;
  readonly headers?: Record<string, string>;
}

/** A blocked reload is answered within 1.6 s; longer than this is an origin in trouble. */
const TIMEOUT_MS = 8_000;
/** Four seconds at more than any camera's bit rate. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Asks over HTTP, on kept connections: `to` is an address, or a local socket of a media worker. */
export function createOriginClient(to: { readonly url: URL } | { readonly agent: http.Agent }) {
  const isTls = 'url' in to && to.url.protocol === 'https:';
  const agent = 'agent' in to ? to.agent : new (isTls ? https : http).Agent({ keepAlive: true, maxFreeSockets: 256 });
  const where = 'url' in to ? { hostname: to.url.hostname, port: to.url.port, protocol: to.url.protocol } : {};

  return {
    /** Never rejects. */
    ask({ path, headers = {} }: OriginRequest, socketPath?: string): Promise<Answer> {
      return new Promise((resolve) => {
        const request = (isTls ? https : http).request({
          ...where,
          agent,
          path,
          headers,
          timeout: TIMEOUT_MS,
          ...(socketPath && { socketPath }),
        });
        const fail = () => resolve(plainAnswer(502, 'The origin of this stream does not answer.'));
        request.on('response', (response) => readAnswer(response).then(resolve, fail));
        request.on('timeout', () => request.destroy());
        request.on('error', fail);
        request.end();
      });
    },
    close: () => agent.destroy(),
  };
}

async function readAnswer(response: http.IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) {
      response.destroy();
      throw new Error('too large');
    }
    chunks.push(chunk);
  }
  return {
    status: response.statusCode ?? 502,
    contentType: response.headers['content-type'] ?? 'application/octet-stream',
    cacheControl: response.headers['cache-control'] ?? 'no-store',
    ...(response.headers['content-encoding'] === 'gzip' && { contentEncoding: 'gzip' as const }),
    body: Buffer.concat(chunks),
  };
}
