import assert from 'node:assert/strict';
import test from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { openPages, type RoomPosition } from './room-pages.ts';

const SHOW = 'c4b8a1de-0000-4000-8000-000000000001';

/** Time that only moves when told. */
function createTime() {
  let now = 1_000_000;
  let count = 0;
  const timers = new Map<number, { at: number; run: () => void }>();
  return {
    now: () => now,
    random: () => 0.5,
    set(run: () => void, ms: number) {
      timers.set((count += 1), { at: now + ms, run });
      return count;
    },
    clear: (timer: unknown) => void timers.delete(timer as number),
    async advance(ms: number) {
      const until = now + ms;
      for (;;) {
        await settle();
        const [id, next] = [...timers].toSorted((a, b) => a[1].at - b[1].at)[0] ?? [];
        if (id === undefined || next!.at > until) break;
        timers.delete(id);
        now = Math.max(now, next!.at);
        next!.run();
      }
      now = until;
    },
  };
}
const settle = async () => {
  for (let n = 0; n < 10; n++) await turn();
};

interface Page {
  events: number;
  at: number;
}

/** A room whose pages stand in memory; a page that is not there yet is held. */
function createServer(time: ReturnType<typeof createTime>, serverSkewMs = 5_000) {
  const asked: { url: string; at: number }[] = [];
  const posts: { url: string; body: string }[] = [];
  const pages: Page[] = [];
  const held = new Map<string, () => void>();
  const server = {
    epoch: 'abc',
    asked,
    posts,
    status: 200,
    down: false,
    redirect: '',
    answer: { ok: true, s: 7 } as object,
    answerStatus: 200,
    last: () => pages.reduce((sum, page) => sum + page.events, 0),
    publish(events: number) {
      pages.push({ events, at: time.now() + serverSkewMs });
      held.get(String(pages.length))?.();
      held.delete(String(pages.length));
    },
    fetch: (async (input: string, init: RequestInit) => {
      if (server.down) throw new TypeError('network');
      const url = new URL(input);
      if (init.method === 'POST') {
        posts.push({ url: input, body: String(init.body) });
        return new Response(JSON.stringify(server.answer), { status: server.answerStatus });
      }
      asked.push({ url: input, at: time.now() });
      assert.equal(init.credentials, 'omit');
      if (server.status !== 200) return new Response('', { status: server.status });
      const n = url.pathname.split('/').at(-1)!;
      if (n === 'now') return at(server.redirect + url.pathname, now());
      if (!url.pathname.includes(`/${server.epoch}/`)) return new Response('', { status: 404 });
      if (Number(n) > pages.length)
        await new Promise<void>((resolve, reject) => {
          held.set(n, resolve);
          init.signal!.addEventListener('abort', () => reject(new Error('aborted')));
        });
      return at(input, page(Number(n)));
    }) as unknown as typeof fetch,
  };
  const ends = () => pages.map((_, n) => pages.slice(0, n + 1).reduce((sum, { events }) => sum + events, 0));
  const line = (frame: object) => `${JSON.stringify(frame)}\n`;
  const now = () =>
    line({ e: server.epoch, p: pages.length, ends: ends(), n: pages.at(-1)!.at, everyMs: 1_000, quietMs: 5_000 }) +
    line({ e: server.epoch, s: server.last(), n: pages.at(-1)!.at, state: {} });
  function page(n: number): string {
    const { events, at: made } = pages[n - 1]!;
    const z = ends()[n - 1]!;
    const v = Array.from({ length: events }, (_, k) => ({ s: z - events + 1 + k }));
    return (events > 0 ? line({ e: server.epoch, a: z - events + 1, z, n: made, v }) : '') + line({ z, n: made });
  }
  const at = (url: string, text: string) => Object.defineProperty(new Response(text), 'url', { value: url });
  server.publish(3);
  return server;
}

function setUp(position: RoomPosition | null = null, prepare: (server: ReturnType<typeof createServer>) => void = () => {}) {
  const time = createTime();
  const server = createServer(time);
  prepare(server);
  const told: string[] = [];
  // oxlint-disable-next-line typescript/no-explicit-any -- frames of every kind
  const frames: any[] = [];
  const wire = openPages({
    origin: 'https://shop.example',
    showId: SHOW,
    position,
    timers: time,
    fetch: server.fetch,
    events: {
      opened: () => told.push('opened'),
      received: (text) => frames.push(JSON.parse(text)),
      closed: (code) => told.push(`closed ${code}`),
    },
  });
  const seqs = () => frames.flatMap((frame) => frame.v ?? []).map(({ s }) => s);
  return { time, server, told, frames, wire, seqs };
}

test('a newcomer needs two requests: where the room is, and the page after it', async () => {
  const { time, server, told, frames, seqs, wire } = setUp();
  await time.advance(1_200);
  server.publish(2);
  await time.advance(10);
  assert.deepEqual(told, ['opened']);
  assert.equal(frames[0].s, 3);
  assert.deepEqual(seqs(), [4, 5]);
  assert.deepEqual(
    server.asked.map(({ url }) => url),
    [`https://shop.example/live/rooms/${SHOW}/now`, `https://shop.example/live/rooms/${SHOW}/abc/2`],
  );
  assert.deepEqual(wire.position(), { epoch: 'abc', seq: 5 });
  wire.close();
});

test('a page is asked for when it is due and a little later, whatever the clocks say', async () => {
  const { time, server, wire } = setUp();
  await time.advance(0);
  for (let n = 0; n < 5; n++) {
    await time.advance(1_000);
    server.publish(1);
  }
  await time.advance(900);
  const pauses = server.asked.slice(1).map(({ at }, n, all) => (n === 0 ? 1_000 : at - all[n - 1]!.at));
  for (const ms of pauses) assert.ok(ms >= 950 && ms <= 1_250, String(ms));
  assert.equal(server.asked.length, 6);
  wire.close();
});

test('whoever comes from a socket goes on behind the last event that they have, without a snapshot', async () => {
  const { time, frames, seqs, wire } = setUp({ epoch: 'abc', seq: 4 }, (server) => {
    server.publish(3);
    server.publish(2);
  });
  await time.advance(50);
  assert.ok(!frames.some((frame) => frame.state));
  assert.deepEqual(
    seqs().filter((s) => s > 4),
    [5, 6, 7, 8],
  );
  wire.close();
});

test('a socket that was ahead of the pages loses nothing and is told no older snapshot', async () => {
  const { time, server, frames, seqs, wire } = setUp({ epoch: 'abc', seq: 5 });
  await time.advance(1_500);
  server.publish(4);
  await time.advance(10);
  assert.ok(!frames.some((frame) => frame.state));
  assert.deepEqual(seqs(), [4, 5, 6, 7]);
  wire.close();
});

test('who slept for long starts again from where the room is', async () => {
  const { time, server, frames, wire } = setUp();
  await time.advance(100);
  server.publish(1);
  for (let n = 0; n < 60; n++) server.publish(1);
  await time.advance(40_000);
  assert.ok(server.asked.length < 70);
  assert.equal(frames.at(-1).z, server.last());
  wire.close();
});

test('a log that was replaced begins anew with a snapshot', async () => {
  const { time, server, frames, wire } = setUp();
  await time.advance(1_000);
  server.epoch = 'def';
  await time.advance(15_000);
  assert.equal(frames.findLast((frame) => frame.state).e, 'def');
  wire.close();
});

test('an edge that the shop sends to is asked for the pages, and the shop for commands', async () => {
  const { time, server, wire } = setUp(null, (server) => (server.redirect = 'https://edge.example'));
  await time.advance(1_500);
  assert.match(server.asked[1]!.url, /^https:\/\/edge\.example\/live\/rooms\//);
  wire.send(JSON.stringify({ i: 'one-line', c: 'chat', d: { text: 'hello' } }));
  await settle();
  assert.equal(server.posts[0]!.url, `https://shop.example/api/shows/${SHOW}/commands`);
  wire.close();
});

test('a command is answered as on a socket, refusals with their reason, and where we are is told to nobody', async () => {
  const { time, server, frames, wire } = setUp();
  await time.advance(10);
  wire.send(JSON.stringify({ c: 'at', d: { z: 3 } }));
  wire.send(JSON.stringify({ i: 'line-1', c: 'chat', d: { text: 'hello' } }));
  await settle();
  assert.deepEqual(JSON.parse(server.posts[0]!.body), { i: 'line-1', c: 'chat', d: { text: 'hello' } });
  assert.deepEqual(frames.at(-1), { i: 'line-1', ok: true, s: 7 });
  server.answerStatus = 429;
  server.answer = { reason: 'too_many_requests', facts: { retryMs: 900 } };
  wire.send(JSON.stringify({ i: 'line-2', c: 'chat', d: { text: 'hello' } }));
  await settle();
  assert.deepEqual(frames.at(-1), { i: 'line-2', ok: false, reason: 'too_many_requests', retryMs: 900 });
  assert.equal(server.posts.length, 2);
  wire.close();
});

test('trouble is waited out with growing pauses, and told as a lost connection when it stays', async () => {
  const { time, server, told, wire } = setUp();
  await time.advance(10);
  server.status = 503;
  await time.advance(1_300);
  server.status = 200;
  server.publish(1);
  await time.advance(3_000);
  assert.deepEqual(told, ['opened']);
  server.down = true;
  await time.advance(30_000);
  assert.deepEqual(told, ['opened', 'closed 1006']);
  const { length } = server.asked;
  await time.advance(60_000);
  assert.equal(server.asked.length, length, 'nothing is asked after that');
  wire.close();
});
