import { setTimeout as sleep } from 'node:timers/promises';
import { Demuxer, Muxer } from 'node-av/api';

/** An encoder that is not ours: FFmpeg's RTMP client sends a file in real time. `node testing-push.ts <file> <url>` */
const [file = '', url = ''] = process.argv.slice(2);
process.on('disconnect', () => process.exit(0));

await using input = await Demuxer.open(file);
const output = await Muxer.open(url, { format: 'flv', options: { flvflags: 'no_duration_filesize' } });
const streams = new Map(input.streams.map((stream) => [stream.index, output.addStream(stream)]));
const startMs = performance.now();
for await (const packet of input.packets()) {
  if (!packet) continue;
  const { num, den } = packet.timeBase;
  const waitMs = (Number(packet.dts) * num * 1000) / den - (performance.now() - startMs);
  if (waitMs > 0) await sleep(waitMs);
  await output.writePacket(packet, streams.get(packet.streamIndex)!);
  packet.free();
}
await output.close();
