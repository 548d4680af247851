import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import { openFaultProxy } from './fault-proxy.ts';
import { createLane, FAIR, type Weather } from './fault-weather.ts';

const fates = (seed: number, weather: Partial<Weather>, count = 10_000) => {
  const lane = createLane(seed, () => ({ ...FAIR, ...weather }));
  return Array.from({ length: count }, (_, at) => lane.arrival(1200, at * 3));
};

test('the loss is what was asked for, and the same seed loses the same packets', () => {
  const once = fates(7, { loss: 0.01 });
  const lost = once.filter((at) => at === null).length;
  assert.ok(lost > 60 && lost < 140, `${lost} of 10,000`);
  assert.deepEqual(once, fates(7, { loss: 0.01 }));
  assert.notDeepEqual(once, fates(8, { loss: 0.01 }));
});

test('a burst takes its packets in a row', () => {
  const rows = fates(3, { loss: 0.002, burst: 20 })
    .map((at) => (at === null ? 'x' : '.'))
    .join('')
    .match(/x+/g)!;
  assert.ok(rows.length > 5 && rows.length < 40, `${rows.length} bursts`);
  assert.ok(
    rows.every((row) => row.length % 20 === 0),
    rows.map((row) => row.length).join(),
  );
});

test('the delay stays within its bounds and makes packets overtake each other', () => {
  const arrivals = fates(5, { delayMs: 50, jitterMs: 20 }) as number[];
  const delays = arrivals.map((at, index) => at - index * 3);
  assert.ok(Math.min(...delays) >= 30 && Math.max(...delays) <= 70);
  const mean = delays.reduce((sum, delay) => sum + delay) / delays.length;
  assert.ok(Math.abs(mean - 50) < 1, `${mean} ms`);
  assert.ok(arrivals.some((at, index) => at < (arrivals[index - 1] ?? 0)));
});

test('a link of a megabit passes a megabit, late and then not at all', () => {
  // 3.2 Mb/s are offered for ten seconds.
  const arrivals = fates(2, { bitsPerSecond: 1_000_000 }, 3_334);
  const bits = arrivals.filter((at) => at !== null && at < 10_000).length * 1200 * 8;
  assert.ok(bits > 9_500_000 && bits < 10_100_000, `${bits}`);
  assert.ok(arrivals.every((at, index) => at === null || at - index * 3 < 300));
});

test('nothing passes while it is stopped', () => assert.ok(fates(1, { stopped: true }, 100).every((at) => at === null)));

const bound = (socket: Socket) => new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(check: () => boolean, withinMs = 5_000): Promise<boolean> {
  for (const end = performance.now() + withinMs; !check() && performance.now() < end;) await sleep(10);
  return check();
}

async function echo(t: TestContext, weather: Partial<Weather> = {}) {
  const proxy = openFaultProxy({ seed: 4, weather });
  const [server, client] = [createSocket('udp4'), createSocket('udp4')];
  await Promise.all([bound(server), bound(client)]);
  const ports = new Set<number>();
  server.on('message', (datagram, from) => {
    ports.add(from.port);
    server.send(datagram, from.port, from.address);
  });
  const back: string[] = [];
  client.on('message', (datagram) => back.push(String(datagram)));
  const ours = `a=candidate:1 1 udp 2113 127.0.0.1 ${server.address().port} typ host`;
  const sdp = `v=0\r\n${ours}\r\n${ours}\r\na=candidate:2 1 tcp 99 127.0.0.1 9 typ host tcptype passive\r\n`;
  const rewritten = await proxy.throughSdp(sdp);
  const port = Number(/ 127\.0\.0\.1 (\d+) typ host/.exec(rewritten)![1]);
  t.after(async () => {
    await proxy.close();
    server.close();
    client.close();
  });
  return { proxy, rewritten, back, ports, server, say: (text: string) => client.send(text, port, '127.0.0.1') };
}

test('an answer’s address is replaced by one that leads there and back; TCP candidates are removed', async (t) => {
  const { rewritten, back, say, server, ports } = await echo(t);
  assert.doesNotMatch(rewritten, /tcptype/);
  assert.doesNotMatch(rewritten, new RegExp(` ${server.address().port} typ`));
  for (let n = 0; n < 20; n++) say(`${n}`);
  assert.ok(await until(() => back.length === 20), `${back.length} came back`);
  assert.equal(ports.size, 1, 'one client is one address');
});

test('stopped and opened again, swallowed, moved to another port', async (t) => {
  const { proxy, back, say, ports } = await echo(t, { stopped: true });
  say('lost');
  assert.ok(await until(() => proxy.counts.lost === 1));
  proxy.change({ stopped: false });
  proxy.swallow('server', 2);
  for (const text of ['a', 'b', 'c']) say(text);
  assert.ok(await until(() => back.length === 1));
  assert.deepEqual(back, ['c']);
  proxy.moveClients();
  say('d');
  assert.ok(await until(() => back.length === 2));
  assert.equal(ports.size, 2, 'the server sees another address');
});

test('over TCP every byte arrives, in order, late by the round trips and by what was lost', async (t) => {
  const body = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at & 255));
  const server = createServer((_, res) => res.end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = openFaultProxy({ seed: 9, weather: { delayMs: 25, loss: 0.05 } });
  t.after(async () => {
    await proxy.close();
    server.closeAllConnections();
    server.close();
  });
  const url = await proxy.throughTcp(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const began = performance.now();
  const got = Buffer.from(await (await fetch(url)).arrayBuffer());
  const tookMs = performance.now() - began;
  assert.ok(got.equals(body));
  // One round trip to connect, one to ask and be answered, and at least one lost segment of some two hundred.
  assert.ok(tookMs >= 120, `${tookMs} ms`);
  proxy.change({ stopped: true });
  const waiting = fetch(url, { headers: { connection: 'close' } }).then((answer) => answer.arrayBuffer());
  assert.equal(await Promise.race([waiting, sleep(300).then(() => 'still waiting')]), 'still waiting');
  proxy.change({ stopped: false });
  assert.equal((await waiting).byteLength, body.length);
});
