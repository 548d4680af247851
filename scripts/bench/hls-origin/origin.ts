// One stream whose parts come every 200 ms, on the media worker's own origin. `node origin.ts PART_BYTES`
import { createServer } from 'node:http';
import { systemClock } from '../../../src/lib/clock.ts';
import { createHlsOrigin } from '../../../src/server/rooms/media/worker/hls-origin.ts';
import type { PartPackage } from '../../../src/server/rooms/media/worker/package.ts';
import { PART_MS, PARTS_PER_SEGMENT, reportSpent, stamp, STREAM } from './common.ts';

const partBytes = Number(process.argv[2]);
const origin = createHlsOrigin({ clock: systemClock, mostWaiting: 20_000 });
const prefix = `/live/${STREAM}/`;
const server = createServer((req, res) => origin.handle(req, res, (req.url ?? '').slice(prefix.length)));
server.keepAliveTimeout = 60_000;
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => process.send!({ port: (server.address() as { port: number }).port }));

origin.init({ n: 0, body: Buffer.alloc(700), tracks: { video: null, audio: null }, video: null, audio: 'opus' });
let parts: PartPackage[] = [];
let made = 0;
const began = performance.now();
setInterval(() => {
  // Not one interval's drift after the other: the client counts on a part every 200 ms.
  while (performance.now() - began >= made * PART_MS) makePart();
}, 5);

function makePart(): void {
  const n = Math.floor(made / PARTS_PER_SEGMENT);
  const start = { n, init: 0, discontinuity: false, startMs: n * PARTS_PER_SEGMENT * PART_MS, wallClockMs: Date.now() };
  const body = Buffer.alloc(partBytes, made);
  stamp(body);
  const part = { segment: parts[0]?.segment ?? start, index: parts.length, durationMs: PART_MS, independent: parts.length === 0, body };
  parts.push(part);
  made++;
  origin.part(part);
  if (parts.length < PARTS_PER_SEGMENT) return;
  origin.segment({ ...part.segment, durationMs: PARTS_PER_SEGMENT * PART_MS, parts });
  parts = [];
}

reportSpent(() => origin.stats().requests);
