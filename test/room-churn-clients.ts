// The crowd of room-churn.test.ts, in a process of its own so that it does not share the server's thread.
import { WebSocket } from 'ws';

export interface CrowdWish {
  url: string;
  sockets: number;
  /** Of all sockets, per second. */
  killedShare: number;
}
export interface CrowdReport {
  gaps: number;
  duplicates: number;
  kills: number;
  snapshots: number;
  behind: number;
  /** How many clients have each digest of everything they saw since the seq they started from. */
  digests: Record<string, number>;
}
type Told = { do: 'start'; wish: CrowdWish } | { do: 'finish'; last: number };

/** FNV-1a over seq and words: two clients agree only when they saw the same events in the same order. */
export function digest(before: number, seq: number, words: string): number {
  let hash = before;
  const text = `${seq} ${words};`;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}
export const DIGEST_START = 0x811c9dc5;

interface Frame {
  e?: string;
  s?: number;
  a?: number;
  z?: number;
  v?: { s: number; d: { text?: string } }[];
  state?: object;
}

class Client {
  epoch = '';
  last = -1;
  from = -1;
  seen = DIGEST_START;
  gaps = 0;
  duplicates = 0;
  snapshots = 0;
  /** Highest seq of this connection: within one nothing may come twice. */
  #onThisSocket = -1;
  #socket: WebSocket | null = null;
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  connect(): Promise<void> {
    return new Promise((resolve) => {
      const socket = new WebSocket(this.epoch === '' ? this.#url : `${this.#url}?e=${this.epoch}&s=${this.last}`, {
        perMessageDeflate: false,
      });
      this.#socket = socket;
      this.#onThisSocket = -1;
      socket.on('error', () => {});
      socket.on('message', (data: Buffer) => {
        if (socket !== this.#socket) return;
        this.#read(parse(data));
        resolve();
      });
      // A crowd that arrives at once may be sent away or cut; it comes again, as a browser does.
      socket.on('close', () => {
        if (socket === this.#socket) setTimeout(() => void this.connect().then(resolve), 200 + Math.random() * 300);
      });
    });
  }

  kill(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.terminate();
  }

  #read(frame: Frame): void {
    if (frame.state) {
      this.snapshots += 1;
      this.epoch = frame.e!;
      this.last = this.from = frame.s!;
      this.seen = DIGEST_START;
      this.#onThisSocket = frame.s!;
    } else if (frame.v) this.#follow(frame);
    else if (frame.z !== undefined && frame.z > this.last) this.gaps += 1;
  }

  #follow(frame: Frame): void {
    if (frame.e !== this.epoch || frame.a! > this.last + 1) this.gaps += 1;
    for (const event of frame.v!) {
      if (event.s <= this.#onThisSocket) this.duplicates += 1;
      this.#onThisSocket = Math.max(this.#onThisSocket, event.s);
      // What overlaps after a resume was seen before the kill.
      if (event.s <= this.last) continue;
      if (event.s !== this.last + 1) this.gaps += 1;
      this.last = event.s;
      this.seen = digest(this.seen, event.s, event.d.text ?? '');
    }
  }
}

/** The same bytes arrive two thousand times: they are compared each time and parsed once. */
let lastBytes: Buffer = Buffer.alloc(0);
let lastFrame: Frame = {};
function parse(bytes: Buffer): Frame {
  if (!bytes.equals(lastBytes)) {
    lastFrame = JSON.parse(bytes.toString());
    lastBytes = bytes;
  }
  return lastFrame;
}

if (process.send) {
  let clients: Client[] = [];
  let churn: ReturnType<typeof setInterval>;
  let kills = 0;
  const start = async (wish: CrowdWish) => {
    clients = Array.from({ length: wish.sockets }, () => new Client(wish.url));
    for (let at = 0; at < clients.length; at += 200) await Promise.all(clients.slice(at, at + 200).map((client) => client.connect()));
    process.send!({ ready: true });
    churn = setInterval(() => {
      const count = Math.round(wish.killedShare * clients.length);
      for (let at = 0; at < count; at++) {
        const client = clients[Math.floor(Math.random() * clients.length)]!;
        client.kill();
        kills += 1;
        setTimeout(() => void client.connect(), Math.random() * 500);
      }
    }, 1000);
  };
  const finish = async (last: number) => {
    clearInterval(churn);
    for (let waited = 0; waited < 15_000 && clients.some((client) => client.last < last); waited += 50)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const digests: Record<string, number> = {};
    for (const client of clients) {
      const key = `${client.from}:${client.seen}`;
      digests[key] = (digests[key] ?? 0) + 1;
    }
    const sum = (of: (client: Client) => number) => clients.reduce((total, client) => total + of(client), 0);
    const report: CrowdReport = {
      gaps: sum((client) => client.gaps),
      duplicates: sum((client) => client.duplicates),
      kills,
      snapshots: sum((client) => client.snapshots),
      behind: clients.filter((client) => client.last < last).length,
      digests,
    };
    process.send!({ report }, () => process.exit(0));
  };
  process.on('message', (told: Told) => void (told.do === 'start' ? start(told.wish) : finish(told.last)));
  process.on('disconnect', () => process.exit(1));
}
