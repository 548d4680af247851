// The crowd where there is no C compiler: raw sockets that are counted, not read. Speaks as crowd.c does; it is slower,
// and its CPU time says when it was the bottleneck.
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const [port, count, mode, stalledEvery] = process.argv.slice(2) as [string, string, string, string];
const isSocketIo = mode === 'sio';
/** The bytes of 'é'; the network may cut between them. */
const [LEAD, MARK] = [0xc3, 0xa9];
const NAMESPACE = Buffer.concat([Buffer.from([0x81, 0x82, 0, 0, 0, 0]), Buffer.from('40')]);
const print = (answer: object) => process.stdout.write(`${JSON.stringify(answer)}\n`);
let window = { delivered: 0, bytes: 0, gaps: 0, delays: [] as number[], cpu: process.cpuUsage() };

function follow(socket: Socket, isSampled: boolean): void {
  let rest = '';
  let last = 0;
  let before = 0;
  socket.on('data', (chunk: Buffer) => {
    window.bytes += chunk.length;
    for (let at = chunk.indexOf(MARK); at >= 0; at = chunk.indexOf(MARK, at + 1))
      if ((at > 0 ? chunk[at - 1] : before) === LEAD) window.delivered += 1;
    before = chunk.at(-1)!;
    if (!isSampled) return;
    const text = rest + chunk.toString('latin1');
    let read = 0;
    for (const found of text.matchAll(/"s":(\d+),"t":(\d+),/g)) {
      const seq = Number(found[1]);
      if (last > 0 && seq !== last + 1) window.gaps += 1;
      last = seq;
      window.delays.push(Date.now() - Number(found[2]));
      read = found.index + found[0].length;
    }
    rest = text.slice(Math.max(read, text.length - 60));
  });
}

async function join(at: number): Promise<void> {
  const socket = connect(Number(port), '127.0.0.1');
  const path = isSocketIo ? '/socket.io/?EIO=4&transport=websocket' : '/room';
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: any\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  );
  await new Promise<void>((resolve) => {
    const opened = (chunk: Buffer) => {
      const text = chunk.toString('latin1');
      if (isSocketIo && text.startsWith('HTTP/1.1 101')) socket.write(NAMESPACE);
      if (isSocketIo && !text.includes('40{')) return;
      socket.off('data', opened);
      resolve();
    };
    socket.on('data', opened);
  });
  const every = Number(stalledEvery);
  if (every > 0 && at % every === 0) socket.pause();
  else follow(socket, at % 16 === 1);
}

async function report(expected: number): Promise<void> {
  for (let quiet = 0, heard = 0; window.delivered < expected && quiet < 5000; quiet += 50) {
    if (window.delivered !== heard) quiet = 0;
    heard = window.delivered;
    await sleep(50);
  }
  const delays = window.delays.toSorted((a, b) => a - b);
  const share = (of: number) => delays[Math.min(delays.length - 1, Math.floor(delays.length * of))] ?? 0;
  const { user, system } = process.cpuUsage(window.cpu);
  const { delivered, bytes, gaps } = window;
  print({ counted: { delivered, bytes, gaps, p50Ms: share(0.5), p99Ms: share(0.99), cpuUs: user + system } });
}

createInterface({ input: process.stdin })
  .on('line', (order) => {
    if (order === 'window') window = { delivered: 0, bytes: 0, gaps: 0, delays: [], cpu: process.cpuUsage() };
    else void report(Number(order.split(' ')[1]));
  })
  .on('close', () => process.exit(0));
for (let done = 0; done < Number(count); done += 100)
  await Promise.all(Array.from({ length: Math.min(100, Number(count) - done) }, (_, at) => join(done + at)));
print({ ready: true });
