import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import test, { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClientOptions, WebSocket } from 'ws';
import { CLOSE } from '#contract/wire.ts';
import { systemClock } from '#lib/clock.ts';
import { createLog } from '../log.ts';
import { createRealtime, LIMITS, type LogSource, type RealtimeHandlers } from './index.ts';

const undo: (() => Promise<unknown>)[] = [];
after(async () => {
  for (const step of undo.toReversed()) await step();
});

/** A server over a log in memory: real sockets, no database. */
async function serve(options: { factor?: number; handlers?: Partial<RealtimeHandlers<string>>; pad?: number } = {}) {
  const log: { s: number; pad: string }[] = [];
  const source: LogSource = {
    head: async (key) => (key === 'nowhere' ? null : { epoch: 'e1', last: log.length }),
    read: async (_key, from, limit) => log.slice(from, from + limit),
    snapshot: async () => ({ epoch: 'e1', seq: log.length, state: { length: log.length } }),
  };
  const handlers: RealtimeHandlers<string> = {
    command: async () => ({ ok: true }),
    heard: () => {},
    opened: () => {},
    ...options.handlers,
  };
  const realtime = createRealtime<string>({
    source,
    handlers,
    clock: systemClock,
    log: createLog('silent'),
    limitFactor: options.factor ?? 1,
  });
  const http: Server = createServer();
  const sockets: Duplex[] = [];
  http.on('upgrade', (request, socket, head) => {
    sockets.push(socket);
    const url = new URL(request.url!, 'http://any');
    const seq = url.searchParams.get('s');
    const position = seq === null ? null : { epoch: url.searchParams.get('e') ?? '', seq: Number(seq) };
    realtime.accept({ request, socket, head, key: url.pathname.slice(1), who: 'somebody', position });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  undo.push(async () => {
    await realtime.close();
    http.close();
  });
  return {
    realtime,
    port,
    sockets,
    append(count: number) {
      for (let at = 0; at < count; at++) log.push({ s: log.length + 1, pad: 'x'.repeat(options.pad ?? 10) });
      realtime.wake('room');
    },
  };
}

// oxlint-disable-next-line typescript/no-explicit-any -- frames of every kind
type Frame = any;

function follow(port: number, path = 'room', options: ClientOptions = {}) {
  const ws = new WebSocket(`ws://127.0.0.1:${port}/${path}`, options);
  const frames: Frame[] = [];
  const waiting: { match: (frame: Frame) => boolean; found: (frame: Frame) => void }[] = [];
  ws.on('error', () => {});
  ws.on('message', (data) => {
    const frame = JSON.parse(data.toString());
    frames.push(frame);
    for (const wait of waiting) if (wait.match(frame)) wait.found(frame);
  });
  const closed = new Promise<number>((resolve) => ws.on('close', resolve));
  return {
    ws,
    frames,
    closed,
    seqs: () => frames.flatMap((frame: Frame) => (frame.v ?? []).map((event: { s: number }) => event.s)),
    until: (match: (frame: Frame) => boolean): Promise<Frame> =>
      frames.find(match) ?? new Promise((resolve) => waiting.push({ match, found: resolve })),
  };
}

test('a newcomer gets a snapshot and then what follows it', async () => {
  const { port, append } = await serve();
  append(3);
  const client = follow(port);
  const snapshot = await client.until((frame) => frame.state);
  assert.deepEqual([snapshot.e, snapshot.s, snapshot.state.length], ['e1', 3, 3]);
  append(2);
  await client.until((frame) => frame.z === 5 && frame.v);
  assert.deepEqual(client.seqs(), [4, 5]);
  client.ws.close();
});

test('who comes back gets what it missed, also from a server that has restarted', async () => {
  const { port, append } = await serve();
  append(10);
  const client = follow(port, 'room?e=e1&s=6');
  await client.until((frame) => frame.z === 10 && !frame.v);
  assert.equal(
    client.frames.some((frame) => frame.state),
    false,
  );
  assert.deepEqual(
    client.seqs().filter((seq: number) => seq > 6),
    [7, 8, 9, 10],
  );
  client.ws.close();
});

test('a position of another epoch, or beyond the log, starts over from a snapshot', async () => {
  const { port, append } = await serve();
  append(2);
  for (const path of ['room?e=other&s=1', 'room?e=e1&s=900', 'room?e=e1&s=NaN']) {
    const client = follow(port, path);
    assert.equal((await client.until((frame) => frame.state)).s, 2);
    client.ws.close();
  }
});

test('a command is answered to its sender alone, and a broken handler is a refusal, not a silence', async () => {
  const { port } = await serve({
    handlers: {
      async command(_key, _who, command) {
        if (command.name === 'break') throw new Error('oops');
        return { ok: false, reason: 'too_fast', retryMs: 700 };
      },
    },
  });
  const [one, other] = [follow(port), follow(port)];
  await Promise.all([one.until((frame) => frame.state), other.until((frame) => frame.state)]);
  one.ws.send(JSON.stringify({ i: 'a', c: 'chat', d: {} }));
  assert.deepEqual(await one.until((frame) => frame.i === 'a'), { i: 'a', ok: false, reason: 'too_fast', retryMs: 700 });
  one.ws.send(JSON.stringify({ i: 'b', c: 'break' }));
  assert.deepEqual(await one.until((frame) => frame.i === 'b'), { i: 'b', ok: false, reason: 'broken' });
  assert.equal(
    other.frames.some((frame) => 'i' in frame),
    false,
  );
  one.ws.close();
  other.ws.close();
});

test('bad input closes with a code that says what was wrong', async () => {
  const { port } = await serve();
  const say = async (bytes: string | Buffer) => {
    const client = follow(port);
    await client.until((frame) => frame.state);
    client.ws.send(bytes);
    return client.closed;
  };
  assert.equal(await say('not json'), CLOSE.protocol);
  assert.equal(await say('{"c":1}'), CLOSE.protocol);
  assert.equal(await say(Buffer.from([1, 2, 3])), CLOSE.protocol);
  assert.equal(await say(JSON.stringify({ c: 'chat', d: 'x'.repeat(LIMITS.messageBytes) })), 1009);
  assert.equal(await follow(port, 'nowhere').closed, CLOSE.gone);
});

test('too many messages and too many sockets of one address are refused', async () => {
  const { port } = await serve({ factor: 0.02 });
  const crowd = Array.from({ length: 8 }, () => follow(port));
  const refused = await Promise.all(crowd.slice(6).map((client) => client.closed));
  assert.deepEqual(refused, [CLOSE.limit, CLOSE.limit]);
  await Promise.all(crowd.slice(0, 6).map((client) => client.until((frame) => frame.state)));
  const [first] = crowd;
  for (let at = 0; at < 3; at++) first!.ws.send('{"c":"at","d":{"z":0}}');
  assert.equal(await first!.closed, CLOSE.limit);
  for (const client of crowd) client.ws.terminate();
});

test('numbers set by the server reach everybody, and only their last value', async () => {
  const { port, realtime } = await serve();
  const client = follow(port);
  await client.until((frame) => frame.state);
  for (let value = 1; value <= 50; value++) realtime.setRegister('room', 'watching', value);
  await client.until((frame) => frame.r?.watching === 50);
  const late = follow(port);
  await late.until((frame) => frame.r?.watching === 50);
  client.ws.close();
  late.ws.close();
});

test('a shutdown says when to come back, and a reader that does not listen does not hold it up', async () => {
  const { port, realtime } = await serve();
  const client = follow(port);
  await client.until((frame) => frame.state);
  const deaf = await rawReader(port);
  const began = Date.now();
  await realtime.close();
  assert.equal(await client.closed, CLOSE.restart);
  const bye = client.frames.find((frame) => frame.bye);
  assert.equal(bye.bye, CLOSE.restart);
  assert.ok(bye.retry.max > bye.retry.min);
  assert.ok(Date.now() - began < LIMITS.closeMs + 1500);
  assert.equal(realtime.sockets(), 0);
  deaf.destroy();
});

test('a fifth that stops reading takes nothing from the others, and little memory', async () => {
  const { port, append, realtime, sockets } = await serve({ pad: 2000 });
  const healthy = Array.from({ length: 16 }, () => follow(port));
  await Promise.all(healthy.map((client) => client.until((frame) => frame.state)));
  const stalled = await Promise.all(Array.from({ length: 4 }, () => rawReader(port)));
  while (realtime.sockets() < 20) await sleep(5);
  for (let round = 1; round <= 20; round++) {
    append(200);
    await Promise.all(healthy.map((client) => client.until((frame) => frame.z === round * 200 && frame.v)));
  }
  const all = Array.from({ length: 4000 }, (_, at) => at + 1);
  for (const client of healthy) assert.deepEqual(client.seqs(), all);
  const queued = sockets.map((socket) => socket.writableLength).filter((bytes) => bytes > 0);
  assert.ok(queued.length >= 4 && Math.max(...queued) <= LIMITS.queuedBytes + LIMITS.frameEvents * 2100, queued.join());
  for (const socket of stalled) socket.destroy();
  for (const client of healthy) client.ws.close();
});

test('who can inflate gets one compressed frame, shared by all of them; the others get its plain twin', async () => {
  const { port, append, sockets } = await serve({ pad: 2000 });
  const packed = Array.from({ length: 4 }, () => follow(port));
  const plain = Array.from({ length: 4 }, () => follow(port, 'room', { perMessageDeflate: false }));
  const everybody = [...packed, ...plain];
  await Promise.all(everybody.map((client) => client.until((frame) => 'z' in frame)));
  const before = sockets.map((socket) => (socket as Socket).bytesWritten);
  append(50);
  await Promise.all(everybody.map((client) => client.until((frame) => frame.z === 50 && frame.v)));
  for (const client of everybody)
    assert.deepEqual(
      client.seqs(),
      Array.from({ length: 50 }, (_, at) => at + 1),
    );
  const written = sockets.map((socket, at) => (socket as Socket).bytesWritten - before[at]!).toSorted((a, b) => a - b);
  assert.ok(written[3]! < 5000, `${written[3]} bytes compressed`);
  assert.ok(written[4]! > 100_000, `${written[4]} bytes plain`);
});

test('commands may come compressed, in pieces, and after a ping that wants its answer', async () => {
  const heard: string[] = [];
  const { port } = await serve({ handlers: { command: async (_key, _who, { name }) => (heard.push(name), { ok: true }) } });
  const client = follow(port, 'room', { perMessageDeflate: { threshold: 0 } });
  await client.until((frame) => frame.state);
  const pong = once(client.ws, 'pong');
  client.ws.ping('are you there');
  assert.equal(String((await pong)[0]), 'are you there');
  client.ws.send(JSON.stringify({ i: 'one', c: 'compressed', d: 'x'.repeat(3000) }));
  client.ws.send('{"i":"two","c":"pie', { fin: false });
  client.ws.send('ces"}', { fin: true });
  await client.until((frame) => frame.i === 'two');
  assert.deepEqual(heard, ['compressed', 'pieces']);
  client.ws.close(4321, 'enough');
  assert.equal(await client.closed, 4321);
});

test('a reader may ask for one write a second and for all of them again, and nothing is lost in between', async () => {
  const { port, append } = await serve();
  const client = follow(port);
  await client.until((frame) => 'z' in frame);
  client.ws.send('{"i":"slow","c":"rate","d":{"perSecond":1}}');
  assert.equal((await client.until((frame) => frame.i === 'slow')).ok, true);
  append(2);
  client.ws.send('{"i":"fast","c":"rate","d":{"perSecond":20}}');
  await client.until((frame) => frame.i === 'fast');
  await client.until((frame) => frame.z === 2);
  assert.deepEqual(client.seqs(), [1, 2]);
  client.ws.send('{"i":"odd","c":"rate","d":{"perSecond":"often"}}');
  assert.equal((await client.until((frame) => frame.i === 'odd')).reason, 'invalid_input');
  client.ws.close();
});

test('a refused upgrade is over, also for somebody who never closes their end', async () => {
  const { port, sockets } = await serve();
  const stubborn = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  stubborn.write(HANDSHAKE.replace('Version: 13', 'Version: 8'));
  const [answer] = await once(stubborn, 'data');
  assert.match(String(answer), /^HTTP\/1\.1 426 /);
  while (!sockets[0]!.destroyed) await sleep(5);
  stubborn.destroy();
});

for (const seed of [1, 2, 3])
  test(`seed ${seed}: strangers that send garbage, leave in the middle or never answer leave nothing behind`, async () => {
    const { port, realtime, append } = await serve();
    let random = seed;
    const pick = (below: number) => Math.floor(((random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32) * below);
    const decent = follow(port);
    await decent.until((frame) => frame.state);
    await Promise.all(
      Array.from({ length: 60 }, async () => {
        const cut = pick(4) === 0 ? pick(HANDSHAKE.length) : HANDSHAKE.length;
        const garbage = Buffer.from(Array.from({ length: pick(400) }, () => pick(256)));
        const [chunks, ending] = [1 + pick(4), pick(3)];
        const socket = connect({ port, host: '127.0.0.1' });
        socket.on('error', () => {});
        await once(socket, 'connect');
        socket.resume();
        socket.write(Buffer.concat([Buffer.from(HANDSHAKE.slice(0, cut)), garbage]));
        for (let at = 0; at < chunks; at++) {
          await sleep(1);
          socket.write(garbage);
        }
        if (ending === 0) socket.destroy();
        else if (ending === 1) socket.end();
        else socket.resetAndDestroy();
      }),
    );
    append(1);
    await decent.until((frame) => frame.z === 1 && frame.v);
    while (realtime.sockets() > 1) await sleep(10);
    decent.ws.close();
    while (realtime.sockets() > 0) await sleep(10);
  });

const HANDSHAKE =
  'GET /room HTTP/1.1\r\nHost: any\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

/** Upgrades and then never reads again. */
async function rawReader(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(HANDSHAKE);
  await once(socket, 'data');
  socket.pause();
  return socket;
}
