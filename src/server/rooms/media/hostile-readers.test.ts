import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { systemClock } from '#lib/clock.ts';
import type { Actor } from '#platform/actor.ts';
import { createHttp } from '#platform/http.ts';
import { createIdempotencyStore } from '#platform/idempotency.ts';
import { createLog } from '#platform/log.ts';
import { testConfig } from '#platform/testing-config.ts';
import { atEnd, freshDatabase } from '#platform/testing.ts';
import { createMedia } from './index.ts';
import { openEncoder } from './testing-encoder.ts';
import { clip } from './worker/testing.ts';

/** Players that are none: they ask and do not read, or never finish asking. The real front door, a real show. */

const nobody: Actor = { visitorId: null, name: null, user: null, roles: new Map(), isOperator: false, language: 'en' };
const SLOW = 300;
const DEAF = 100;
const ASKED_EACH = 100;

async function openShow() {
  const { db } = await freshDatabase({ max: 3 });
  const dataDir = mkdtempSync(join(tmpdir(), 'etalage-readers-'));
  const config = testConfig({ dataDir, port: 0, rateLimitFactor: 100 });
  const log = createLog('silent');
  const actors = { resolve: async () => nobody, welcome: async (actor: Actor) => ({ actor, setCookie: null }) };
  const http = await createHttp({ config, log, actors, idempotency: createIdempotencyStore(db) });
  const media = createMedia({ config, log, db, http, clock: systemClock });
  const { port } = await http.listen();
  const streamId = randomUUID();
  await media.openStream(streamId);
  const { ticket } = await media.issueTicket(streamId);
  const encoder = await openEncoder(`http://127.0.0.1:${port}/whip/${streamId}`, ticket);
  encoder.play(clip);
  atEnd(async () => {
    await encoder.close();
    await media.close();
    await http.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { server: http.app.server, port, live: `/live/${streamId}/` };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what: string, check: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  for (const end = performance.now() + withinMs; !(await check()); await sleep(50)) assert.ok(performance.now() < end, what);
}

test('readers that never read, and askers that never finish, cost a bounded little and are shown out', async (t) => {
  const { server, port, live } = await openShow();
  assert.ok(server.headersTimeout <= 10_000 && server.timeout <= 60_000 && server.timeout > 0);
  // The limits themselves, sooner.
  server.headersTimeout = 4_000;
  server.timeout = 4_000;
  server.keepAliveTimeout = 4_000;
  const playlist = () => fetch(`http://127.0.0.1:${port}${live}index.m3u8`).then((answer) => answer.text());
  await until('on air', async () => /seg-\d+\.m4s/.test(await playlist()), 20_000);
  const segment = /seg-\d+\.m4s/.exec(await playlist())![0];
  const sockets: Socket[] = [];
  let ended = 0;
  const open = (first: string) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(first));
    socket.on('error', () => {}).on('close', () => ended++);
    sockets.push(socket);
    return socket;
  };
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  const beforeBytes = process.memoryUsage().rss;
  for (let n = 0; n < DEAF; n++) open(`GET ${live}${segment} HTTP/1.1\r\nhost: a\r\n\r\n`.repeat(ASKED_EACH)).pause();
  for (let n = 0; n < SLOW; n++) open(`GET ${live}index.m3u8 HTTP/1.1\r\nhost: a\r\nx-slow: `).resume();
  await sleep(1_500);

  const took: number[] = [];
  for (let n = 0; n < 20; n++) {
    const beganMs = performance.now();
    assert.match(await playlist(), /#EXTM3U/);
    took.push(performance.now() - beganMs);
    await sleep(50);
  }
  took.sort((a, b) => a - b);
  const grown = process.memoryUsage().rss - beforeBytes;
  t.diagnostic(
    `a reader who reads waits ${Math.round(took[10]!)} ms, at most ${Math.round(took[19]!)}; memory grew by ${Math.round(grown / 1e6)} MB`,
  );
  assert.ok(took[10]! < 1_000 && took[19]! < 5_000, took.map(Math.round).join());
  // Unread answers are one shared segment; asked for ten thousand times it would be gigabytes.
  assert.ok(grown < 150e6, `${grown} bytes`);

  const held = () => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
  await until('askers and readers are shown out', async () => (await held()) < DEAF / 2, 20_000);
  assert.ok(ended >= SLOW, `${ended} of the slow askers were told`);
  assert.match(await playlist(), /#EXTM3U/);
});
