import { createSocket, type Socket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { openTcpRelay, type TcpRelay } from './fault-proxy-tcp.ts';
import { createLane, FAIR, type Lane, type Weather } from './fault-weather.ts';

/**
 * A bad network between a browser and a server, on one machine: UDP for WebRTC, TCP for HTTP.
 *
 * Media goes through it because the addresses in the server's answer are replaced by ours; both ends
 * then learn each other as the relay's sockets, as they would behind a NAT.
 */
export interface FaultProxy {
  /** Changes the weather for everything, from the next packet on. */
  change(weather: Partial<Weather>): void;
  /** Media of this answer passes through here: its UDP candidates are replaced, others removed. */
  throughSdp(answer: string): Promise<string>;
  /** An address of ours that leads to this HTTP server; its URL has no path. */
  throughTcp(url: string): Promise<string>;
  /** The next so many datagrams of each path, towards the server or away from it, vanish. */
  swallow(towards: 'server' | 'client', count: number): void;
  /** The clients' address changes, as when a phone leaves the house: the server sees other ports. */
  moveClients(): void;
  readonly counts: Readonly<Counts>;
  close(): Promise<void>;
}

interface Counts {
  passed: number;
  lost: number;
}

/** Paths of one proxy, and clients of one path: far more than a test opens. */
const MOST_PATHS = 64;
const MOST_CLIENTS = 64;

interface Client {
  upstream: Socket;
  readonly address: AddressInfo | { address: string; port: number };
}

interface UdpPath {
  readonly door: Socket;
  readonly clients: Map<string, Client>;
  readonly lanes: Readonly<Record<'server' | 'client', Lane>>;
  readonly target: { readonly address: string; readonly port: number };
}

export function openFaultProxy({ seed = 1, weather = {} }: { seed?: number; weather?: Partial<Weather> } = {}): FaultProxy {
  const counts: Counts = { passed: 0, lost: 0 };
  const paths: UdpPath[] = [];
  const relays: TcpRelay[] = [];
  let current: Weather = { ...FAIR, ...weather };
  let lanes = 0;
  const nextLane = () => createLane(seed * 1009 + lanes++, () => current);

  return {
    counts,
    change(next) {
      current = { ...current, ...next };
      for (const relay of relays) relay.weatherChanged();
    },
    async throughSdp(answer) {
      const kept: string[] = [];
      // One after the other: both media of an answer name the same address.
      for (const line of answer.split(/\r?\n/)) {
        const ours = await throughLine(line);
        if (ours !== null) kept.push(ours);
      }
      return kept.join('\r\n');
    },
    async throughTcp(url) {
      const { hostname, port } = new URL(url);
      const relay = await openTcpRelay({ host: hostname, port: Number(port) }, nextLane, () => current);
      relays.push(relay);
      return `http://127.0.0.1:${relay.port}`;
    },
    swallow(towards, count) {
      for (const path of paths) path.lanes[towards].swallow(count);
    },
    moveClients() {
      for (const path of paths)
        for (const client of path.clients.values()) {
          client.upstream.close();
          client.upstream = openUpstream(path, client);
        }
    },
    async close() {
      for (const { door, clients } of paths.splice(0)) {
        door.close();
        for (const { upstream } of clients.values()) upstream.close();
        clients.clear();
      }
      await Promise.all(relays.splice(0).map((relay) => relay.close()));
    },
  };

  async function throughLine(line: string): Promise<string | null> {
    const candidate = /^(a=candidate:\S+ \d+ )(\S+)( \d+ )(\S+) (\d+)( typ host.*)$/i.exec(line);
    if (!candidate) return line;
    const [, head, transport, priority, address, port, tail] = candidate;
    if (transport!.toLowerCase() !== 'udp' || address!.includes(':')) return null;
    const ours = await openPath({ address: address!, port: Number(port) });
    return `${head}${transport}${priority}${address} ${ours}${tail}`;
  }

  /** @returns the port at which the path begins, on the target's own address: where the client can reach that, it reaches us */
  async function openPath(target: UdpPath['target']): Promise<number> {
    const known = paths.find((path) => path.target.address === target.address && path.target.port === target.port);
    if (known) return known.door.address().port;
    if (paths.length === MOST_PATHS) throw new Error('The fault proxy has no more paths.');
    const path: UdpPath = {
      target,
      door: createSocket({ type: 'udp4', recvBufferSize: 1 << 20 }),
      clients: new Map(),
      lanes: { server: nextLane(), client: nextLane() },
    };
    paths.push(path);
    path.door.on('message', (datagram, from) => {
      const upstream = clientOf(path, from)?.upstream;
      if (upstream) pass(path.lanes.server, datagram, () => upstream, target);
    });
    await new Promise<void>((resolve, reject) => path.door.once('error', reject).bind(0, target.address, resolve));
    path.door.on('error', () => {});
    return path.door.address().port;
  }

  function clientOf(path: UdpPath, { address, port }: { address: string; port: number }): Client | null {
    const key = `${address}:${port}`;
    const known = path.clients.get(key);
    if (known || path.clients.size === MOST_CLIENTS) return known ?? null;
    const client = { address: { address, port } } as Client;
    client.upstream = openUpstream(path, client);
    path.clients.set(key, client);
    return client;
  }

  function openUpstream(path: UdpPath, client: Client): Socket {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
    socket.on('error', () => {});
    socket.on('message', (datagram) => pass(path.lanes.client, datagram, () => path.door, client.address));
    socket.bind(0);
    return socket;
  }

  function pass(lane: Lane, datagram: Buffer, socket: () => Socket, to: { address: string; port: number }): void {
    const nowMs = performance.now();
    const atMs = lane.arrival(datagram.length, nowMs);
    if (atMs === null) return void counts.lost++;
    counts.passed++;
    if (atMs <= nowMs) return send(socket(), datagram, to);
    setTimeout(() => send(socket(), datagram, to), atMs - nowMs);
  }
}

/** Whoever closed its socket in the meantime gets nothing, as on a real network. */
function send(socket: Socket, datagram: Buffer, { address, port }: { address: string; port: number }): void {
  try {
    socket.send(datagram, port, address, () => {});
  } catch {
    // Closed.
  }
}
