import { PING } from '../../src/server/platform/realtime/frame.ts';
import type { Wire as ServerWire } from '../../src/server/platform/realtime/subscriber.ts';
import type { WireEvents } from '../../src/web/client/room.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What a connection may suffer beyond being cut. */
export interface Weather {
  /** Share of frames that never arrive although the connection lives, and of those that come twice. */
  loss: number;
  double: number;
  /** A process hands over a new socket, or none. */
  refuse: number;
}

/** The server's end of one connection. */
export interface ServerEnd {
  readonly wire: ServerWire;
  onText(text: string): void;
  onDrain(): void;
  onGone(): void;
  onPong(): void;
}

/**
 * One TCP connection in virtual time: in order, late, and gone at any moment with what was on its way. It watches the
 * server's promise that on one connection each frame of events follows the one before.
 */
export function createConnection(time: VirtualTime, weather: Weather, client: WireEvents) {
  let server: ServerEnd | null = null;
  let queue: Buffer[] = [];
  let queued = 0;
  let stalled = false;
  let arriving = false;
  let serverSees = true;
  let clientSees = true;
  /** The last seq of this connection that the server sent. */
  let sent: number | null = null;
  const broken: string[] = [];

  function arrive(): void {
    arriving = false;
    if (stalled) return;
    const going = queue;
    queue = [];
    queued = 0;
    for (const bytes of going) read(bytes);
  }

  function read(bytes: Buffer): void {
    if (!clientSees) return;
    if (bytes === PING) {
      if (serverSees) server!.onPong();
      return;
    }
    if (time.random() < weather.loss) return;
    const text = textOf(bytes);
    client.received(text);
    if (time.random() < weather.double) client.received(text);
  }

  function schedule(): void {
    if (arriving || stalled) return;
    arriving = true;
    time.later(time.pick(40), arrive);
  }

  function watch(bytes: Buffer): void {
    if (bytes === PING) return;
    const frame = JSON.parse(textOf(bytes)) as { a?: number; z?: number; s?: number; state?: object; v?: object[] };
    if (frame.state) sent = frame.s!;
    if (!frame.v) return;
    if (sent !== null && frame.a! > sent + 1) broken.push(`a frame from ${frame.a} followed ${sent}`);
    sent = Math.max(sent ?? 0, frame.z!);
  }

  /** The end as each side sees it, at different times or never. */
  function cut(how: 'both' | 'server' | 'client', code = 1006): void {
    if (how !== 'client' && serverSees) {
      serverSees = false;
      server?.onGone();
    }
    if (how !== 'server' && clientSees) {
      clientSees = false;
      client.closed(code);
    }
  }

  const wire: ServerWire = {
    write(bytes) {
      if (!serverSees) return;
      watch(bytes);
      queue.push(bytes);
      queued += bytes.length;
      schedule();
    },
    // What is under way is the kernel's; what a stalled reader does not take comes back to us.
    pending: () => (stalled ? queued : 0),
    close(code) {
      if (!serverSees) return;
      // A close frame comes after everything else, or nothing of it comes.
      if (!stalled && time.random() < 0.7) arrive();
      cut('both', code);
    },
    destroy: () => cut('both'),
  };

  return {
    wire,
    broken,
    isOpen: () => serverSees && clientSees,
    /** The position that the client came with, where it did: the first frame may reach further back, never further on. */
    begin(end: ServerEnd, position: number | null) {
      server = end;
      sent = position;
      client.opened();
    },
    cut,
    stall(): void {
      stalled = true;
    },
    drain(): void {
      if (!stalled) return;
      stalled = false;
      arrive();
      if (serverSees) server?.onDrain();
    },
    /** The client's end. */
    send(text: string): void {
      if (!clientSees) throw new Error('not open');
      time.later(time.pick(40), () => serverSees && clientSees && server?.onText(text));
    },
    /** The client gives up; the server hears of it, or pings into nothing. */
    giveUp(): void {
      clientSees = false;
      if (time.random() < 0.8) time.later(time.pick(40), () => cut('server'));
    },
  };
}
export type Connection = ReturnType<typeof createConnection>;

function textOf(bytes: Buffer): string {
  const length = bytes[1]!;
  return bytes.subarray(length < 126 ? 2 : length === 126 ? 4 : 10).toString();
}
