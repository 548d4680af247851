import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import test, { type TestContext } from 'node:test';
import { createFlvReader, type FlvTag } from '#lib/flv.ts';
import { createDoor } from './door.ts';
import { connectEncoder, type TestEncoder } from './testing-encoder.ts';

const KEY = 'key_of_the_test_stream_only';
const REFUSAL_MS = 150;

/** What stands for a worker: takes links and keeps what came. */
async function openWorker(t: TestContext) {
  const socketPath = join(tmpdir(), `etl-${randomBytes(5).toString('hex')}.sock`);
  const links: { socket: Duplex; tags: FlvTag[] }[] = [];
  const server = createHttpServer();
  server.on('upgrade', (_req, socket, head) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: flv\r\n\r\n');
    const tags: FlvTag[] = [];
    const reader = createFlvReader({ maxTagBytes: 1_000_000, onTag: (tag) => tags.push({ ...tag, body: Buffer.from(tag.body) }) });
    if (head.length > 0) reader.push(head);
    socket.on('data', (bytes: Buffer) => reader.push(bytes));
    socket.on('error', () => {});
    links.push({ socket, tags });
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  t.after(() => {
    for (const { socket } of links) socket.destroy();
    server.close();
  });
  return { socketPath, links };
}

async function openDoor(t: TestContext, { factor = 100, strangerMs = 5_000 } = {}) {
  const worker = await openWorker(t);
  const asked: string[] = [];
  const door = createDoor({
    clock: { now: () => performance.now() },
    random: randomBytes,
    admit: async (key) => (asked.push(key), key === KEY ? { streamId: 'test', socketPath: worker.socketPath } : null),
    where: async () => worker.socketPath,
    rateLimitFactor: factor,
    timing: { refusalMs: REFUSAL_MS, strangerMs },
  });
  const server = createServer(door.take);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const encoders: TestEncoder[] = [];
  t.after(() => {
    for (const encoder of encoders) encoder.close();
    door.close();
    server.close();
  });
  const encoder = async (): Promise<TestEncoder> => {
    const made = await connectEncoder(port);
    encoders.push(made);
    return made;
  };
  return { door, port, asked, encoder, worker };
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !isSo();) {
    assert.ok(Date.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const codes = ({ statuses }: TestEncoder) => statuses.map(({ code }) => code);
const videoConfig = Buffer.from([0x17, 0, 0, 0, 0, 1]);
const keyFrame = Buffer.from([0x17, 1, 0, 0, 0, 9]);
const between = Buffer.from([0x27, 1, 0, 0, 0, 9]);

async function publishing({ encoder }: Awaited<ReturnType<typeof openDoor>>): Promise<TestEncoder> {
  const one = await encoder();
  one.command('publish', null, KEY, 'live');
  await until('it may publish', () => codes(one).includes('NetStream.Publish.Start'));
  return one;
}

test('a key opens the door, and what is sent arrives at the worker as it was, from the very first picture', async (t) => {
  const opened = await openDoor(t);
  const one = await publishing(opened);
  const { links } = opened.worker;
  one.media('video', 0, videoConfig);
  one.media('video', 0, keyFrame);
  one.media('video', 33, between);
  await until('three tags', () => links[0]!.tags.length === 3);
  assert.deepEqual(
    links[0]!.tags.map(({ timestamp, body }) => [timestamp, body]),
    [
      [0, videoConfig],
      [0, keyFrame],
      [33, between],
    ],
  );
});

test('a wrong key, none at all and a key of no possible form are refused alike, after the same while', async (t) => {
  const { encoder, asked } = await openDoor(t);
  for (const key of ['key_that_opens_nothing_at_all', '', 'a b']) {
    const one = await encoder();
    const askedMs = performance.now();
    one.command('publish', null, key, 'live');
    await one.closed;
    assert.deepEqual(codes(one), ['NetStream.Publish.BadName']);
    assert.match(one.statuses[0]!.description, /key is not right/);
    assert.ok(one.statuses[0]!.atMs - askedMs >= REFUSAL_MS - 5);
  }
  assert.deepEqual(asked, ['key_that_opens_nothing_at_all']);
});

test('who tries too many keys is not even asked about any more', async (t) => {
  const { encoder, asked } = await openDoor(t, { factor: 1 });
  for (let tries = 0; tries < 12; tries++) {
    const one = await encoder();
    one.command('publish', null, `key_that_opens_nothing_${tries}`, 'live');
    await one.closed;
    if (tries === 11) assert.match(one.statuses[0]!.description, /Too many attempts/);
  }
  assert.equal(asked.length, 10);
});

test('strangers are few per address and are given up when they say nothing', async (t) => {
  const { port, door } = await openDoor(t, { factor: 1, strangerMs: 400 });
  const sockets = Array.from({ length: 15 }, () => connect(port, '127.0.0.1'));
  for (const socket of sockets) socket.on('error', () => {});
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  let closed = 0;
  for (const socket of sockets) socket.once('close', () => closed++);
  await until('the fifteen are cut down to ten', () => closed >= 5);
  assert.ok(door.connections <= 10);
  await until('and the ten are given up', () => closed === 15);
});

test('garbage ends its own connection and no other', async (t) => {
  const opened = await openDoor(t);
  const good = await publishing(opened);
  const bad = connect(opened.port, '127.0.0.1');
  bad.on('error', () => {});
  bad.write(randomBytes(5_000).fill(9, 0, 1));
  await new Promise<void>((resolve) => bad.once('close', () => resolve()));
  const worse = await publishing(opened);
  worse.socket.write(Buffer.concat([Buffer.from([6, 0, 0, 0, 0xff, 0xff, 0xff, 9, 1, 0, 0, 0]), randomBytes(500)]));
  await worse.closed;
  good.media('video', 0, keyFrame);
  await until('the good one goes on', () => opened.worker.links[0]!.tags.length === 1);
});

test('an encoder that was replaced, or sends another codec, is told so and let go', async (t) => {
  const opened = await openDoor(t);
  const farewells: [object, RegExp, string][] = [
    [{}, /took over/, 'NetStream.Publish.Denied'],
    [{ foreign: 'HEVC' }, /sends HEVC/, 'NetStream.Publish.Rejected'],
  ];
  for (const [at, [words, sentence, code]] of farewells.entries()) {
    const one = await publishing(opened);
    await until('a link is open', () => opened.worker.links.length === at + 1);
    opened.worker.links[at]!.socket.end(`${JSON.stringify(words)}\n`);
    await one.closed;
    assert.equal(one.statuses.at(-1)?.code, code);
    assert.match(one.statuses.at(-1)!.description, sentence);
  }
});

test('when the worker goes without a word the encoder stays, and the next worker gets the descriptions and a key frame first', async (t) => {
  const opened = await openDoor(t);
  const one = await publishing(opened);
  const { links } = opened.worker;
  await until('a link is open', () => links.length === 1);
  one.media('video', 0, videoConfig);
  one.media('video', 0, keyFrame);
  await until('it sends', () => links[0]!.tags.length === 2);
  links[0]!.socket.destroy();
  await until('another link', () => links.length === 2);
  one.media('video', 33, between);
  one.media('video', 66, keyFrame);
  await until('it sends again', () => links[1]!.tags.length >= 2);
  assert.deepEqual(
    links[1]!.tags.map(({ body }) => body),
    [videoConfig, keyFrame],
  );
  assert.deepEqual(codes(one), ['NetStream.Publish.Start']);
});
