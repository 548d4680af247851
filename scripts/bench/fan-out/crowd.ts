// The crowd of the fan-out bench: counts every event on every socket and times those of one in sixteen.
import { WebSocket } from 'ws';

let delivered = 0;
const delays: number[] = [];
let lastBytes: Buffer = Buffer.alloc(0);
let lastTimes: number[] = [];

/** The same bytes come to everybody: compared each time, parsed once, so that the crowd is not what is measured. */
function timesOf(bytes: Buffer): number[] {
  if (!bytes.equals(lastBytes)) {
    lastTimes = (JSON.parse(bytes.toString()).v ?? []).map((event: { t: number }) => event.t);
    lastBytes = bytes;
  }
  return lastTimes;
}

function join(port: number, isTimed: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/room`, { perMessageDeflate: false });
    socket.on('open', () => resolve());
    socket.on('error', reject);
    socket.on('message', (bytes: Buffer) => {
      const times = timesOf(bytes);
      delivered += times.length;
      if (isTimed && times.length > 0) {
        const now = Date.now();
        for (const time of times) delays.push(now - time);
      }
    });
  });
}

const at = (share: number): number => delays.toSorted((a, b) => a - b)[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? 0;

process.on('disconnect', () => process.exit(0));
process.on('message', async (told: { connect?: { port: number; clients: number }; count?: { expected: number } }) => {
  if (told.connect) {
    const { port, clients } = told.connect;
    for (let done = 0; done < clients; done += 100)
      await Promise.all(Array.from({ length: Math.min(100, clients - done) }, (_, n) => join(port, (done + n) % 16 === 0)));
    // Snapshots and first registers are not what is measured.
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.send!({ ready: true });
  }
  if (told.count) {
    for (let waited = 0; waited < 10_000 && delivered < told.count.expected; waited += 50)
      await new Promise((resolve) => setTimeout(resolve, 50));
    process.send!({ counted: { delivered, p50Ms: at(0.5), p99Ms: at(0.99) } });
  }
});
