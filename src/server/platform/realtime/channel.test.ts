import assert from 'node:assert/strict';
import test from 'node:test';
import { CLOSE } from '#contract/wire.ts';
import { LIMITS } from './limits.ts';
import { createWorld, Client, settle } from './testing-world.ts';

test('what was appended while a reader joined arrives exactly once', async () => {
  const world = createWorld(1);
  world.append(3);
  const client = new Client(world);
  const joining = client.connect();
  world.append(2);
  await joining;
  await world.advance(200);
  assert.deepEqual(client.seqs, [1, 2, 3, 4, 5]);
  assert.equal(client.gaps + client.wrong, 0);
});

test('one allocation per frame: everybody is written the same bytes', async () => {
  const world = createWorld(2);
  const clients = Array.from({ length: 50 }, () => new Client(world));
  await Promise.all(clients.map((client) => client.connect()));
  world.append(1);
  await world.advance(100);
  const frames = clients.map((client) => client.lastFrame);
  assert.ok(frames[0]);
  for (const frame of frames) assert.equal(frame, frames[0]);
});

test('events of one tick travel in one frame, in the order of the log', async () => {
  const world = createWorld(3);
  const client = new Client(world);
  await client.connect();
  world.append(1);
  await world.advance(10);
  const before = client.eventFrames;
  for (let at = 0; at < 20; at++) {
    world.append(1);
    await settle();
  }
  await world.advance(100);
  assert.equal(client.eventFrames, before + 1);
  assert.deepEqual(
    client.seqs,
    Array.from({ length: 21 }, (_, at) => at + 1),
  );
});

test('registers of one tick are merged: the last value wins, and nothing is sent for nothing', async () => {
  const world = createWorld(4);
  const client = new Client(world);
  await client.connect();
  await world.advance(100);
  const before = client.frames;
  for (let value = 1; value <= 100; value++) world.channel.setRegister('hearts', value);
  await world.advance(100);
  assert.equal(client.registers['hearts'], 100);
  assert.equal(client.frames, before + 1);
  world.channel.setRegister('hearts', 100);
  await world.advance(100);
  assert.equal(client.frames, before + 1);
});

test('a heartbeat carries the last seq, so that a lost tail is noticed', async () => {
  const world = createWorld(5);
  world.append(7);
  const client = new Client(world);
  await client.connect();
  client.heartbeats = [];
  await world.advance(LIMITS.heartbeatMs + 1500);
  assert.deepEqual(client.heartbeats, [7]);
});

test('a lost wake-up is made good within a second or so', async () => {
  const world = createWorld(6);
  const client = new Client(world);
  await client.connect();
  world.append(1, { wake: false });
  await world.advance(2100);
  assert.deepEqual(client.seqs, [1]);
});

test('a slow reader is not written to while its queue is full, catches up when it drains, and holds up nobody', async () => {
  const world = createWorld(7);
  const slow = new Client(world);
  const quick = new Client(world);
  await Promise.all([slow.connect(), quick.connect()]);
  slow.stalled = true;
  for (let round = 0; round < 100; round++) {
    world.append(40);
    await world.advance(60);
  }
  assert.ok(slow.peakQueue <= LIMITS.queuedBytes + 40 * 200, `queued ${slow.peakQueue} bytes`);
  assert.equal(quick.seqs.length, 4000);
  slow.drain();
  await world.advance(100);
  assert.deepEqual(slow.seqs, quick.seqs);
  assert.equal(slow.gaps, 0);
});

test('a reader that stays behind for too long is let go with the reason', async () => {
  const world = createWorld(8);
  const slow = new Client(world);
  await slow.connect();
  slow.stalled = true;
  for (let at = 0; at < 70; at++) {
    world.append(100);
    await world.advance(1000);
  }
  assert.equal(slow.closedWith, CLOSE.lagging);
  assert.equal(world.channel.size, 0);
});

test('a reader whose own word puts it minutes behind is let go: kernel buffers hide it from us', async () => {
  const world = createWorld(9);
  const client = new Client(world);
  await client.connect();
  client.subscriber.acked = 0;
  world.append(1);
  for (let at = 0; at < 130; at++) {
    client.subscriber.heardAt = world.now();
    await world.advance(1000);
    if (at % 10 === 0) world.append(1);
  }
  assert.equal(client.closedWith, CLOSE.lagging);
});

test('a silent socket is pinged and then dropped', async () => {
  const world = createWorld(10);
  const client = new Client(world);
  await client.connect();
  client.deaf = true;
  for (let at = 0; at < 140; at++) await world.advance(1000);
  assert.ok(client.pings >= 2);
  assert.equal(client.destroyed, true);
});

test('a reader that nobody looks at is written to once a second and misses nothing', async () => {
  const world = createWorld(14);
  const away = new Client(world);
  const looking = new Client(world);
  await Promise.all([away.connect(), looking.connect()]);
  await world.advance(1000);
  world.channel.pace(away.subscriber, true);
  const before = { away: away.writes, looking: looking.writes };
  for (let at = 0; at < 100; at++) {
    world.append(1);
    world.channel.setRegister('hearts', at);
    await world.advance(100);
  }
  assert.ok(looking.writes - before.looking >= 100);
  assert.ok(away.writes - before.away <= 11, `${away.writes - before.away} writes in ten seconds`);
  await world.advance(1000);
  assert.deepEqual(away.seqs, looking.seqs);
  assert.equal(away.registers['hearts'], 99);
  assert.equal(away.gaps, 0);
  world.append(3);
  await world.advance(60);
  assert.ok(away.seqs.length < looking.seqs.length, 'what was just said waits');
  world.channel.pace(away.subscriber, false);
  assert.deepEqual(away.seqs, looking.seqs, 'whoever looks again is up to date at once');
});

test('readers who are written to once a second and stand at the same seq share the bytes', async () => {
  const world = createWorld(15);
  const clients = Array.from({ length: 50 }, () => new Client(world));
  await Promise.all(clients.map((client) => client.connect()));
  for (const client of clients) world.channel.pace(client.subscriber, true);
  for (let at = 0; at < 10; at++) {
    world.append(2);
    await world.advance(100);
  }
  await world.advance(1000);
  const [first] = clients;
  assert.equal(first!.seqs.length, 20);
  for (const { lastFrame } of clients) assert.equal(lastFrame, first!.lastFrame);
});

test('what is urgent does not wait for a long tick, and a flood of it is still gathered', async () => {
  const world = createWorld(16, { tickMs: () => 250, isUrgent: (event) => event.s % 10 === 0 });
  const client = new Client(world);
  await client.connect();
  world.append(1);
  await world.advance(20);
  world.append(5);
  await world.advance(100);
  assert.equal(client.state.last, 1, 'the others wait for the tick');
  world.append(4);
  await world.advance(20);
  assert.equal(client.state.last, 10, 'the tenth is urgent');
  const before = client.eventFrames;
  for (let at = 0; at < 100; at++) {
    world.append(10);
    await world.advance(10);
  }
  assert.ok(client.eventFrames - before <= 21, `${client.eventFrames - before} frames in a second`);
});

test('a replaced log sends everybody away to start over from a snapshot', async () => {
  const world = createWorld(11);
  world.append(5);
  const client = new Client(world);
  await client.connect();
  world.replaceLog(2);
  await world.advance(2100);
  assert.equal(client.closedWith, CLOSE.restart);
  await client.connect();
  await world.advance(100);
  assert.deepEqual(client.seqs, [1, 2]);
  assert.equal(client.snapshots, 2);
});

test('ten thousand who come back at once cost one snapshot', async () => {
  const world = createWorld(12);
  world.append(900);
  const clients = Array.from({ length: 10_000 }, () => new Client(world));
  await Promise.all(clients.map((client) => client.connect()));
  assert.equal(world.snapshotsMade, 1);
});

test('a log that does not exist is said to be gone', async () => {
  const world = createWorld(13);
  world.exists = false;
  const client = new Client(world);
  await client.connect();
  assert.equal(client.closedWith, CLOSE.gone);
});

const HEARD = [false, true, 'bus', 'bus'] as const;

for (const seed of [1, 2, 3, 5, 8, 13, 21, 34])
  test(`seed ${seed}: readers that connect, drop, stall and survive restarts end with exactly the log`, async () => {
    const world = createWorld(seed);
    const clients = Array.from({ length: 12 }, () => new Client(world));
    for (let step = 0; step < 400; step++) {
      const client = clients[world.pick(clients.length)]!;
      switch (world.pick(12)) {
        case 0:
        case 1:
        case 2:
          void client.connect();
          break;
        case 3:
          client.cut();
          break;
        case 4:
          client.stalled = true;
          break;
        case 5:
          client.drain();
          break;
        case 6:
          if (world.pick(10) === 0) world.restart();
          break;
        case 7:
          if (world.pick(2) === 0) world.failNext = true;
          else if (client.subscriber) world.channel.pace(client.subscriber, world.pick(2) === 0);
          break;
        case 8:
          world.append(1 + world.pick(250), { wake: HEARD[world.pick(4)]! });
          break;
        default:
          world.append(1 + world.pick(5), { wake: HEARD[world.pick(4)]! });
      }
      await world.advance(world.pick(700));
    }
    for (const client of clients) client.drain();
    await world.advance(25_000);
    for (const client of clients) await client.connect();
    await world.advance(3000);
    for (const client of clients) {
      assert.equal(client.gaps, 0, 'no reader ever saw a gap on a connection');
      assert.equal(client.wrong, 0, 'no event came twice with other contents');
      assert.deepEqual(client.state, world.state(), 'what a reader knows is what the log says');
    }
  });
