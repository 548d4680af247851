import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { CLOSE } from '#contract/wire.ts';
import type { Clock } from '#lib/clock.ts';

/** Whoever said or voted something belongs on a socket for this long. */
const ACTIVE_MS = 10 * 60_000;
const MOST_ACTIVE = 50_000;
/** Who was sent away and does not leave is cut off. */
const LEAVE_MS = 2_000;

/** Who gets a socket when there are more viewers than this process has sockets for: whoever acts, and the crew. */
export interface Lane {
  /** Somebody did something in a room. */
  acted(visitorId: string | null): void;
  admits(who: { visitorId: string | null; isCrew: boolean }): boolean;
  /** Says over the socket that the room is followed by pages: a browser cannot read the answer to an upgrade. */
  sendAway(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export function createLane({ clock, budget, sockets }: { clock: Clock; budget: number; sockets: () => number }): Lane {
  const server = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: 4096 });
  /** In the order of their last act. */
  const active = new Map<string, number>();

  function isActive(visitorId: string | null): boolean {
    const at = visitorId === null ? undefined : active.get(visitorId);
    return at !== undefined && clock.now() - at < ACTIVE_MS;
  }

  function part(ws: WebSocket): void {
    ws.on('error', () => {});
    ws.send(FOLLOW_PAGES);
    ws.close(CLOSE.pages);
    const cut = setTimeout(() => ws.terminate(), LEAVE_MS);
    cut.unref();
    ws.once('close', () => clearTimeout(cut));
  }

  return {
    acted(visitorId) {
      if (visitorId === null) return;
      active.delete(visitorId);
      if (active.size >= MOST_ACTIVE) active.delete(active.keys().next().value!);
      active.set(visitorId, clock.now());
    },
    admits: ({ visitorId, isCrew }) => sockets() < budget || isCrew || isActive(visitorId),
    sendAway: (request, socket, head) => server.handleUpgrade(request, socket, head, part),
  };
}

const FOLLOW_PAGES = JSON.stringify({ bye: CLOSE.pages, follow: 'pages' });
