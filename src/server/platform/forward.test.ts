import assert from 'node:assert/strict';
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createForward } from './forward.ts';
import { createLog } from './log.ts';

const closing: (() => void)[] = [];
after(() => closing.forEach((close) => close()));

async function listen(serve: (request: IncomingMessage, response: ServerResponse) => void): Promise<URL> {
  const server = http.createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

/** A process that forwards everything to another one. */
async function before(to: URL): Promise<URL> {
  const forward = createForward({ to, log: createLog('silent') });
  closing.push(forward.close);
  return listen(forward.hand);
}

test('method, path, host, body and answer go through as they are; what is between neighbours stays there', async () => {
  let seen: { method?: string; url?: string; headers: IncomingMessage['headers']; body: string } | undefined;
  const url = await before(
    await listen(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      seen = { method: request.method!, url: request.url!, headers: request.headers, body };
      response.writeHead(201, { location: '/whip/1/2', 'set-cookie': ['a=1', 'b=2'], 'content-type': 'application/sdp' }).end('answer');
    }),
  );
  const answer = await fetch(new URL('/whip/1?x=%20y', url), {
    method: 'POST',
    body: 'offer',
    headers: { 'x-forwarded-for': '203.0.113.9', te: 'trailers' },
  });
  assert.deepEqual([answer.status, answer.headers.get('location'), await answer.text()], [201, '/whip/1/2', 'answer']);
  assert.deepEqual(answer.headers.getSetCookie(), ['a=1', 'b=2']);
  assert.deepEqual([seen!.method, seen!.url, seen!.body, seen!.headers.host], ['POST', '/whip/1?x=%20y', 'offer', url.host]);
  assert.equal(seen!.headers.te, undefined);
  // Who asked us is the last: only that entry is our word.
  assert.equal(seen!.headers['x-forwarded-for'], '203.0.113.9, 127.0.0.1');
});

test('what is slow to be read is slow to be sent: a large answer is not kept in memory', async () => {
  let sent = 0;
  const most = 64 * 1024 * 1024;
  const url = await before(
    await listen(async (_request, response) => {
      const gone = once(response, 'close');
      for (const piece = Buffer.alloc(256 * 1024); sent < most && !response.destroyed; sent += piece.length)
        if (!response.write(piece)) await Promise.race([new Promise((resolve) => response.once('drain', resolve)), gone]);
      response.end();
    }),
  );
  const request = http.get(url);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  answer.pause();
  for (let before = -1; before !== sent;) {
    before = sent;
    await sleep(300);
  }
  assert.ok(sent < most / 2, `${sent} bytes were sent to somebody who does not read`);
  request.destroy();
});

test('who goes away takes the request to the other process along', async () => {
  const gone = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const url = await before(
    await listen((request) => {
      asked.resolve();
      request.socket.once('close', () => gone.resolve());
    }),
  );
  const request = http.get(url);
  request.on('error', () => {});
  await asked.promise;
  request.destroy();
  await gone.promise;
});

test('another process that is away is a refusal that says when to come back', async () => {
  const server = http.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const nobody = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.close();
  await once(server, 'close');
  const answer = await fetch(await before(nobody));
  assert.equal(answer.status, 503);
  assert.equal(answer.headers.get('retry-after'), '1');
  assert.equal(((await answer.json()) as { reason: string }).reason, 'busy');
});
