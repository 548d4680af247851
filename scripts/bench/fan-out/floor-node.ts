// The floor where there is no C compiler: a raw TCP server whose only work is `socket.write(shared)`.
//   node floor-node.ts <tick ms> <events per frame> <bytes per frame>     speaks as floor.c does
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const [tickMs, perFrame, frameBytes] = process.argv.slice(2).map(Number) as [number, number, number];
const ANSWER = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
const print = (answer: object) => process.stdout.write(`${JSON.stringify(answer)}\n`);
const sockets: Socket[] = [];
let seq = 0;

function compose(): Buffer {
  const events = Array.from({ length: perFrame }, () => `{"s":${(seq += 1)},"t":${Date.now()},"d":"é"}`).join('');
  const frame = Buffer.alloc(frameBytes, 'x');
  frame.set([0x81, 126, (frameBytes - 4) >> 8, (frameBytes - 4) & 0xff]);
  frame.write(events, 4);
  return frame;
}

async function speak(seconds: number): Promise<void> {
  print({ begun: true });
  // The crowd is told to count only now.
  await sleep(300);
  const before = process.cpuUsage();
  const ticks = Math.floor((seconds * 1000) / tickMs);
  const began = performance.now();
  for (let tick = 1; tick <= ticks; tick++) {
    const frame = compose();
    for (const socket of sockets) socket.write(frame);
    await sleep(Math.max(0, began + tick * tickMs - performance.now()));
  }
  const { user, system } = process.cpuUsage(before);
  print({ spent: { userUs: user, systemUs: system, events: ticks * perFrame, writes: ticks * sockets.length, shortWrites: 0 } });
}

const server = createServer({ noDelay: true }, (socket) => {
  sockets.push(socket);
  socket.on('error', () => {});
  socket.once('data', () => socket.write(ANSWER));
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => print({ port: (server.address() as AddressInfo).port }));
createInterface({ input: process.stdin })
  .on('line', (order) => void speak(Number(order.split(' ')[1])))
  .on('close', () => process.exit(0));
