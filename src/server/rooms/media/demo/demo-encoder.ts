import { setTimeout as sleep } from 'node:timers/promises';
import { MUSIC_SECONDS, musicLoop, pictureLoop } from './loops.ts';
import { SCENE } from './scene.ts';

/**
 * The demo's encoder: its own process, because a native crash must stay its own. Publishes by
 * FFmpeg's WHIP client to the same front door as any encoder, with the stream's key.
 *
 * Told what to do over IPC; ends when its parent does.
 */
export type ToEncoder =
  | { readonly do: 'publish'; readonly whipUrl: string; readonly key: string; readonly picture: string; readonly folder: string }
  /** Another product on the table, at the next picture that is ready. */
  | { readonly do: 'show'; readonly picture: string };
export type FromEncoder = { readonly news: 'live' } | { readonly news: 'absent' } | { readonly news: 'failed'; readonly message: string };

type Av = typeof import('node-av');
type Packet = InstanceType<Av['Packet']>;

interface Loop {
  readonly packets: readonly Packet[];
  readonly seconds: number;
}

const tell = (message: FromEncoder) => process.connected && process.send!(message);
/** Pictures kept decoded to packets: more than a show has products. */
const MAX_LOOPS = 40;
/** Sent so far ahead of time, so that a busy machine leaves no hole. */
const AHEAD_MS = 40;

process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});

let wanted = '';
process.on('message', (message: ToEncoder) => {
  wanted = message.picture;
  if (message.do !== 'publish') return;
  publish(message).catch((error: unknown) => {
    tell({ news: 'failed', message: String(error).slice(0, 500) });
    process.exit(1);
  });
});

async function publish({ whipUrl, key, folder }: Extract<ToEncoder, { do: 'publish' }>): Promise<void> {
  const av = await import('node-av').catch(() => null);
  if (!av) {
    tell({ news: 'absent' });
    return process.exit(0);
  }
  const music = await av.Demuxer.open(await musicLoop(av, folder));
  const first = await av.Demuxer.open(await pictureLoop(av, wanted, folder));
  const output = await av.Muxer.open(whipUrl, { format: 'whip', options: { authorization: key } });
  const video = createLane(av, output.addStream(first.video()!), await readLoop(first, SCENE.seconds));
  const audio = createLane(av, output.addStream(music.audio()!), await readLoop(music, MUSIC_SECONDS));
  const pictures = createPictures(av, folder);
  tell({ news: 'live' });

  const startMs = performance.now();
  for (;;) {
    const nowSeconds = (performance.now() - startMs + AHEAD_MS) / 1000;
    // A change begins with the new loop's key frame, wherever the old one stands.
    const next = pictures.take(wanted);
    if (next) video.play(next);
    await Promise.all([video.sendUntil(nowSeconds, output), audio.sendUntil(nowSeconds, output)]);
    await sleep(Math.max(1, (Math.min(video.nextSeconds, audio.nextSeconds) - nowSeconds) * 1000));
  }
}

type Output = Awaited<ReturnType<Av['Muxer']['open']>>;
type Input = Awaited<ReturnType<Av['Demuxer']['open']>>;

async function readLoop(input: Input, seconds: number): Promise<Loop> {
  const packets: Packet[] = [];
  for await (const packet of input.packets()) if (packet) packets.push(packet);
  return { packets, seconds };
}

/** Sends a loop again and again on a timeline that only goes forward. */
function createLane(av: Av, index: number, start: Loop) {
  let loop = start;
  let at = 0;
  /** Where the loop's first packet lies on the timeline. */
  let originSeconds = 0;
  let lastSeconds = 0;

  const lane = {
    get nextSeconds() {
      return originSeconds + timeOf(loop.packets[at]!) - timeOf(loop.packets[0]!);
    },
    play(next: Loop) {
      originSeconds = Math.max(lane.nextSeconds, lastSeconds);
      loop = next;
      at = 0;
    },
    async sendUntil(seconds: number, output: Output) {
      while (lane.nextSeconds <= seconds) {
        const source = loop.packets[at]!;
        const { num, den } = source.timeBase;
        const packet = source.clone()!;
        packet.pts = packet.dts = BigInt(Math.round((lane.nextSeconds * den) / num));
        lastSeconds = lane.nextSeconds;
        await output.writePacket(packet, index);
        packet.free();
        at++;
        if (at < loop.packets.length) continue;
        at = 0;
        originSeconds += loop.seconds;
      }
    },
  };
  void av;
  return lane;
}

const timeOf = (packet: Packet) => (Number(packet.pts) * packet.timeBase.num) / packet.timeBase.den;

/** Loops by picture. One that is not there yet is made beside the show, which goes on meanwhile. */
function createPictures(av: Av, folder: string) {
  const loops = new Map<string, Loop>();
  let shown = wanted;
  let making: string | null = null;
  return {
    /** The loop of this picture when it should be shown from now on; null when nothing changes yet. */
    take(picture: string): Loop | null {
      if (picture === shown) return null;
      const loop = loops.get(picture);
      if (!loop) {
        void make(picture);
        return null;
      }
      shown = picture;
      return loop;
    },
  };

  async function make(picture: string) {
    if (making !== null) return;
    making = picture;
    try {
      const input = await av.Demuxer.open(await pictureLoop(av, picture, folder));
      if (loops.size >= MAX_LOOPS) loops.delete(loops.keys().next().value!);
      loops.set(picture, await readLoop(input, SCENE.seconds));
      await input.close();
    } catch (error) {
      tell({ news: 'failed', message: String(error).slice(0, 500) });
      shown = picture;
    } finally {
      making = null;
    }
  }
}
