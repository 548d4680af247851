import { setTimeout as sleep } from 'node:timers/promises';
import { Demuxer, Muxer } from 'node-av/api';

/**
 * An encoder that is not ours: FFmpeg's RTMP client sends a file in real time, once, or again and again on one
 * timeline until it is ended: `node testing-push.ts <file> <url> [seconds in the file]`
 */
const [file = '', url = '', seconds] = process.argv.slice(2);
process.on('disconnect', () => process.exit(0));

let input = await Demuxer.open(file);
const output = await Muxer.open(url, { format: 'flv', options: { flvflags: 'no_duration_filesize' } });
const streams = new Map(input.streams.map((stream) => [stream.index, output.addStream(stream)]));
const startMs = performance.now();
const rounds = seconds === undefined ? 1 : Infinity;
for (let round = 0; round < rounds; round++) {
  for await (const packet of input.packets()) {
    if (!packet) continue;
    const { num, den } = packet.timeBase;
    const offset = BigInt(Math.round((round * Number(seconds ?? 0) * den) / num));
    packet.pts += offset;
    packet.dts += offset;
    const waitMs = (Number(packet.dts) * num * 1000) / den - (performance.now() - startMs);
    if (waitMs > 0) await sleep(waitMs);
    await output.writePacket(packet, streams.get(packet.streamIndex)!);
    packet.free();
  }
  await input.close();
  input = await Demuxer.open(file);
}
await output.close();
