// Players that do nothing but ask: blocking playlist, then the part it brought, ten requests a second each.
// Plain sockets and one shared read buffer, so that thousands fit beside the server on a small machine.
import net from 'node:net';
import { madeMs, nowMs, PARTS_PER_SEGMENT, STREAM } from './common.ts';

interface Player {
  readonly socket: net.Socket;
  msn: number;
  part: number;
  /** What the answer on its way is. */
  asked: 'playlist' | 'part';
  /** Bytes of it still to come; null while its head is not read. */
  left: number | null;
  /** When the part on its way was made. */
  madeMs: number;
}

const shared = Buffer.allocUnsafe(256 * 1024);
const players: Player[] = [];
let counting = false;
let delays: number[] = [];
let received = 0;
let refused = 0;

process.on('message', (message: { connect?: { port: number; players: number }; count?: boolean }) => {
  if (message.connect) void connect(message.connect.port, message.connect.players);
  if (message.count === true) [counting, delays, received, refused] = [true, [], 0, 0];
  if (message.count !== false) return;
  counting = false;
  delays.sort((a, b) => a - b);
  const at = (share: number) => Math.round((delays[Math.floor(delays.length * share)] ?? NaN) * 10) / 10;
  process.send!({ counted: { received, refused, p50: at(0.5), p95: at(0.95), p99: at(0.99) } });
});
process.send!({ ready: true });

async function connect(port: number, count: number): Promise<void> {
  const { msn, part } = await newest(port);
  for (let n = 0; n < count; n++) {
    players.push(join(port, msn, part));
    if (n % 100 === 99) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  process.send!({ connected: true });
}

async function newest(port: number): Promise<{ msn: number; part: number }> {
  const playlist = await (await fetch(`http://127.0.0.1:${port}/live/${STREAM}/index.m3u8`)).text();
  const [, msn, part] = /PRELOAD-HINT:TYPE=PART,URI="part-(\d+)-(\d+)/.exec(playlist)!;
  return { msn: Number(msn), part: Number(part) };
}

function join(port: number, msn: number, part: number): Player {
  const socket = net.connect({
    port,
    host: '127.0.0.1',
    noDelay: true,
    onread: { buffer: shared, callback: (bytes, buffer) => (read(player, buffer as Buffer, bytes), true) },
  });
  const player: Player = { socket, msn, part, asked: 'playlist', left: null, madeMs: 0 };
  socket.on('error', () => refused++);
  socket.once('connect', () => ask(player, 'playlist'));
  return player;
}

function ask(player: Player, what: Player['asked']): void {
  player.asked = what;
  player.left = null;
  const file =
    what === 'part' ? `part-${player.msn}-${player.part}.m4s` : `index.m3u8?_HLS_msn=${player.msn}&_HLS_part=${player.part}&_HLS_skip=YES`;
  player.socket.write(`GET /live/${STREAM}/${file} HTTP/1.1\r\nHost: bench\r\n\r\n`);
}

function read(player: Player, buffer: Buffer, bytes: number): void {
  let at = 0;
  if (player.left === null) {
    const text = buffer.toString('latin1', 0, Math.min(bytes, 1_000));
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return;
    player.left = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
    if (!text.startsWith('HTTP/1.1 200')) refused++;
    at = end + 4;
    // The playlist may be an old one, after a wait in vain; asking again is right then too.
    if (player.asked === 'part' && bytes - at >= 8) player.madeMs = madeMs(buffer, at);
  }
  player.left -= bytes - at;
  if (player.left > 0) return;
  if (player.asked === 'playlist') return ask(player, 'part');
  if (counting) {
    received++;
    delays.push(nowMs() - player.madeMs);
  }
  if (++player.part === PARTS_PER_SEGMENT) [player.msn, player.part] = [player.msn + 1, 0];
  ask(player, 'playlist');
}
