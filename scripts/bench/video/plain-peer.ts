import http from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The peer: plain HLS of the same pictures, with segments of two or of six seconds, as
 * `ffmpeg -hls_time` writes it. Our own segments, so that nothing but the protocol differs; six
 * seconds are three of them in one file. TARGETDURATION is what ffmpeg would state: our own playlist
 * states the longest segment it may ever make, and a player stays three of those behind.
 */
export interface PlainPeer {
  /** `/2/index.m3u8` and `/6/index.m3u8`. */
  readonly url: string;
  close(): Promise<void>;
}

const SEGMENT_S = 2;

interface Segment {
  readonly n: number;
  readonly seconds: number;
  readonly name: string;
}

export async function openPlainPeer(origin: string): Promise<PlainPeer> {
  const server = http.createServer((req, res) => {
    answer(req.url ?? '', res).catch(() => res.writeHead(502).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(path: string, res: http.ServerResponse): Promise<void> {
    res.setHeader('access-control-allow-origin', '*');
    const [, seconds, name] = /^\/([26])\/([\w.-]+)$/.exec(path) ?? [];
    if (!seconds || !name) return void res.writeHead(404).end();
    const perSegment = Number(seconds) / SEGMENT_S;
    const playlist = await (await fetch(`${origin}/hls/plain.m3u8`)).text();
    if (name === 'index.m3u8') {
      res.writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl', 'cache-control': 'no-cache' });
      return void res.end(regroup(playlist, perSegment));
    }
    const first = Number(/^joined-(\d+)\.m4s$/.exec(name)?.[1] ?? Number.NaN);
    const files = Number.isNaN(first) ? [name] : Array.from({ length: perSegment }, (_, at) => `seg-${first + at}.m4s`);
    const bodies = await Promise.all(files.map(async (file) => Buffer.from(await (await fetch(`${origin}/hls/${file}`)).arrayBuffer())));
    res.writeHead(200, { 'content-type': 'video/mp4' }).end(Buffer.concat(bodies));
  }
}

/** Only whole groups are listed, each beginning at a multiple: the same ones at every reload. */
function regroup(whole: string, perSegment: number): string {
  // One encoder, one size: what came before the last change is not offered.
  const playlist = whole.slice(whole.lastIndexOf('#EXT-X-MAP'));
  const segments: Segment[] = [...playlist.matchAll(/#EXTINF:([\d.]+),[^\n]*\n(?:#[^\n]*\n)*(seg-(\d+)\.m4s)/g)].map(
    ([, seconds, name, n]) => ({
      n: Number(n),
      seconds: Number(seconds),
      name: name!,
    }),
  );
  const groups = segments.flatMap(({ n }, at) => {
    const group = segments.slice(at, at + perSegment);
    return n % perSegment === 0 && group.length === perSegment ? [group] : [];
  });
  const map = /#EXT-X-MAP:[^\n]*/.exec(playlist)?.[0] ?? '';
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${perSegment * SEGMENT_S}`,
    `#EXT-X-MEDIA-SEQUENCE:${(groups[0]?.[0]?.n ?? 0) / perSegment}`,
    map,
    ...groups.flatMap((group) => [
      `#EXTINF:${group.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3)},`,
      perSegment === 1 ? group[0]!.name : `joined-${group[0]!.n}.m4s`,
    ]),
    '',
  ].join('\n');
}
