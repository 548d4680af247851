import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, WebSocketRoute } from 'playwright-core';
import { REASONS, type ReasonCode } from '#contract/reasons.ts';
import { pageCsp } from '#platform/headers.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webp': 'image/webp',
};
const NONCE = 'c2NyZWVucw';

/** The built pages alone, under the policy that the server sends; what they ask for is answered by the test. */
export async function servePages(
  entry: 'viewer' | 'studio' | 'office',
  language: 'en' | 'nl',
): Promise<{ origin: string; close: () => Promise<void> }> {
  const html = readFileSync(join(root, 'dist/web', entry, 'index.html'), 'utf8')
    .replaceAll('__NONCE__', NONCE)
    .replace('__LANG__', language);
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    const file = path.startsWith('/web/')
      ? join(root, 'dist', path)
      : path.startsWith('/pictures/')
        ? join(root, 'src/server/demo', path)
        : null;
    if (file && !path.includes('..') && existsSync(file)) {
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
      createReadStream(file).pipe(response);
      return;
    }
    if (file) return void response.writeHead(404).end();
    const policy = `${pageCsp(NONCE, [], [], false)}; require-trusted-types-for 'script'`;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }).end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** An answer of the API: a value, or a reason with facts. */
export type Reply = { value: unknown } | { refused: ReasonCode; facts?: object };
export type Api = Record<string, Reply | ((body: unknown, path: string) => Reply)>;

/** Answers `GET /api/home` and the like from a table; a `*` stands for one part of the path. What is not in it is a 404. */
export async function answerApi(context: BrowserContext, api: Api): Promise<void> {
  const table = Object.entries(api).map(([key, reply]) => ({
    match: new RegExp(`^${key.replace(/[.?]/g, '\\$&').replaceAll('*', '[^/]+')}$`),
    reply,
  }));
  await context.route('**/api/**', async (route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname;
    const found = table.find(({ match }) => match.test(`${request.method()} ${path}`));
    const reply = typeof found?.reply === 'function' ? found.reply(request.postDataJSON(), path) : found?.reply;
    if (reply && 'value' in reply) return route.fulfill({ json: reply.value });
    const reason = reply && 'refused' in reply ? reply.refused : 'not_found';
    const { status, sentence } = REASONS[reason];
    const problem = {
      type: `/problems/${reason}`,
      title: sentence.en,
      status,
      reason,
      facts: reply && 'refused' in reply ? reply.facts : undefined,
      requestId: 'test-7f3a',
    };
    return route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(problem) });
  });
}

/** A room that says what the test wants it to say. */
export interface FakeRoom {
  /** Frames of the last socket, oldest first. */
  readonly heard: { i?: string; c: string; d: unknown }[];
  push(frame: object): void;
}
export async function answerRoom(context: BrowserContext, state: object): Promise<FakeRoom> {
  const heard: FakeRoom['heard'] = [];
  let last: WebSocketRoute | null = null;
  await context.routeWebSocket(/\/room\//, (socket) => {
    last = socket;
    socket.onMessage((text) => {
      const frame = JSON.parse(String(text)) as FakeRoom['heard'][number];
      heard.push(frame);
      if (frame.i) socket.send(JSON.stringify({ i: frame.i, ok: true, s: 1 }));
    });
    socket.send(JSON.stringify({ e: 'E', s: 0, n: Date.now(), state }));
  });
  return { heard, push: (frame) => last?.send(JSON.stringify(frame)) };
}
