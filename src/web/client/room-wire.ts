import { CLOSE } from '#contract/wire.ts';
import { openPages, type PagesNeeds, type PagesWire, type RoomPosition } from './room-pages.ts';
import { type OpenWire, socketWire, type Wire } from './web-socket.ts';

export interface RoomWireNeeds {
  openSocket?: OpenWire;
  openPages?: (needs: PagesNeeds) => PagesWire;
  now?: () => number;
}

/** Sockets that never opened, one after the other, before we believe that something on the way does not let them through. */
const BLOCKED_AFTER = 2;
/** What sends a reader to the pages, and for how long it then begins with them. */
const PAGES_MS: Readonly<Record<number, number>> = {
  [CLOSE.pages]: 10 * 60_000,
  [CLOSE.lagging]: 5 * 60_000,
  [CLOSE.limit]: 2 * 60_000,
};
const BLOCKED_MS = 2 * 60_000;
/** Who acts may have a socket; who was refused one asks again after this time. */
const ASK_AGAIN_MS = 30_000;
/** Hearts come from people who only watch; everything else they do is worth a socket. */
const PASSIVE = new Set(['hearts', 'at']);

/** How far a frame brings a reader: the first fields of snapshots and events. */
const FRAME = /^\{"e":"([^"]+)",(?:"a":\d+,"z"|"s"):(\d+)/;

/**
 * How a room is reached: a socket first; pages when the server says so or sockets do not get through; and a socket again
 * for whoever acts. Between the two nothing is lost and nothing comes twice, so whoever reads does not notice.
 * One per room: it remembers what did not work.
 */
export function createRoomWire(needs: RoomWireNeeds = {}): OpenWire {
  const now = needs.now ?? Date.now;
  const dial = needs.openSocket ?? socketWire();
  const turnPages = needs.openPages ?? openPages;
  let failures = 0;
  let pagesUntilMs = 0;
  let askAgainMs = 0;

  return (url, events) => {
    const address = new URL(url, globalThis.location?.origin);
    let position = positionOf(address.searchParams);
    let shut = false;
    let current: Wire | null = null;
    let pages: PagesWire | null = null;
    let toldToFollowPages = false;
    let acting = false;
    /** A socket that is tried while pages are read. */
    let tried: Wire | null = null;

    if (pagesUntilMs > now()) followPages();
    else current = openFirst();

    function openFirst(): Wire {
      let isOpen = false;
      return dial(url, {
        opened() {
          isOpen = true;
          failures = 0;
          if (!shut) events.opened();
        },
        received: receive,
        closed: (code) => ended(code, isOpen),
      });
    }

    function receive(text: string): void {
      if (shut) return;
      toldToFollowPages ||= text.startsWith('{"bye":') && text.includes('"follow":"pages"');
      const frame = FRAME.exec(text);
      if (frame) position = { epoch: frame[1]!, seq: Number(frame[2]) };
      events.received(text);
    }

    function ended(code: number, wasOpen: boolean): void {
      if (shut) return;
      if (!wasOpen) failures += 1;
      const why = toldToFollowPages ? CLOSE.pages : code;
      const forMs = PAGES_MS[why] ?? (failures >= BLOCKED_AFTER ? BLOCKED_MS : 0);
      if (forMs === 0) return finish(code);
      pagesUntilMs = now() + forMs;
      // Who was sent away as one who only watches is not one any more when they act.
      askAgainMs = why === CLOSE.pages ? 0 : now() + ASK_AGAIN_MS;
      followPages();
    }

    function followPages(): void {
      pages = turnPages({
        origin: address.origin,
        showId: address.pathname.split('/').at(-1)!,
        position,
        events: {
          opened: () => shut || events.opened(),
          received(text) {
            if (shut) return;
            events.received(text);
            if (isYes(text)) askForSocket();
          },
          closed(code) {
            // The next attempt begins with a socket again.
            pagesUntilMs = 0;
            finish(code);
          },
        },
      });
      current = pages;
    }

    // Somebody acts while reading pages: a socket is opened beside them, and takes over with its first frame.

    /** An answer to what was said, and it is yes. */
    const isYes = (text: string): boolean => acting && text.startsWith('{"i":') && text.includes('"ok":true');

    function askForSocket(): void {
      if (tried || askAgainMs > now()) return;
      acting = false;
      askAgainMs = now() + ASK_AGAIN_MS;
      const at = pages?.position();
      if (at) address.searchParams.set('e', at.epoch);
      if (at) address.searchParams.set('s', String(at.seq));
      const socket = dial(address.href, {
        opened() {},
        received(text) {
          if (tried === socket && !text.startsWith('{"bye":')) takeOver(socket);
          if (current === socket) receive(text);
        },
        closed(code) {
          if (tried === socket) tried = null;
          if (current === socket) ended(code, true);
        },
      });
      tried = socket;
    }

    function takeOver(socket: Wire): void {
      tried = null;
      failures = 0;
      pagesUntilMs = 0;
      position = pages?.position() ?? position;
      pages?.close();
      pages = null;
      current = socket;
    }

    function finish(code: number): void {
      if (shut) return;
      close();
      events.closed(code);
    }

    function close(): void {
      shut = true;
      tried?.close();
      current?.close();
    }

    return {
      send(text) {
        acting ||= pages !== null && isAct(text);
        current?.send(text);
      },
      close,
    };
  };
}

function isAct(text: string): boolean {
  const { i, c } = JSON.parse(text) as { i?: string; c: string };
  return i !== undefined && !PASSIVE.has(c);
}

function positionOf(query: URLSearchParams): RoomPosition | null {
  const [epoch, seq] = [query.get('e'), query.get('s')];
  return epoch === null || seq === null ? null : { epoch, seq: Number(seq) };
}
