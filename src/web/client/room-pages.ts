import { nowPath, type PagesNow, pagePath } from '#contract/room-pages.ts';
import { systemTimers, type Timers } from './timers.ts';
import type { Wire, WireEvents } from './web-socket.ts';

export interface RoomPosition {
  readonly epoch: string;
  readonly seq: number;
}
export interface PagesNeeds {
  /** Where the shop is: pages and commands are asked for there, unless an edge hands out the pages. */
  readonly origin: string;
  readonly showId: string;
  /** What this browser has already; with it, nothing that came before is told again. */
  readonly position: RoomPosition | null;
  readonly events: WireEvents;
  readonly fetch?: typeof fetch;
  readonly timers?: Timers;
}
export interface PagesWire extends Wire {
  /** How far this reader is. */
  position(): RoomPosition | null;
}

/** The closing code of a connection that was lost, as a WebSocket gives it. */
const LOST = 1006;
/** Everybody asks for a page a little after it is due, spread over a fifth of its time: then it is there, and kept nearby. */
const SPREAD = 0.2;
const AFTER_DUE_MS = 30;
const BACKOFF_MS = { first: 500, most: 8_000 };
const MOST_FAILURES = 4;
/** Longer than a request is ever held. */
const PATIENCE_MS = 10_000;
/** Whoever slept for longer than this starts again from where the room is. */
const BEHIND_MS = 30_000;
const OFFSETS_KEPT = 20;

/**
 * The room without a socket: the same frames, taken from pages beside the video. Commands go by POST. Everybody reads
 * the same addresses, so a million readers cost the shop what one costs.
 */
export function openPages(needs: PagesNeeds): PagesWire {
  const { showId, events, origin } = needs;
  const ask = needs.fetch ?? ((input, init) => fetch(input, init));
  const { now, random, ...timers } = needs.timers ?? systemTimers;
  /** Ends the request or the pause that is under way. */
  let interrupt = () => {};
  let stopped = false;
  let position = needs.position;
  let opened = false;
  let failures = 0;
  /** An edge, when the shop sent us to one. */
  let place = origin;
  let where: PagesNow | null = null;
  let next = 0;
  /** Between the server's clock and ours, with the way in it: the least is the truest. */
  const offsets: number[] = [];
  let before: Promise<unknown> = Promise.resolve();

  void follow();

  async function follow(): Promise<void> {
    for (;;) {
      const failed = await (where ? turnPage(where) : begin()).then(
        () => false,
        () => true,
      );
      if (stopped) return;
      failures = failed ? failures + 1 : 0;
      if (failures >= MOST_FAILURES) return lose();
      await pause(failed ? backOffMs() : untilDueMs());
      if (stopped) return;
    }
  }

  /** Where the room is: from there on, or from the page after our position. */
  async function begin(): Promise<void> {
    const { status, url, text } = await read(origin + nowPath(showId));
    if (status !== 200) throw new Error(String(status));
    place = new URL(url || origin, origin).origin;
    const [first = '', snapshot = ''] = text.split('\n');
    const told = JSON.parse(first) as PagesNow;
    if (!opened) events.opened();
    opened = true;
    next = pageAfter(position, told);
    if (next === 0) {
      next = told.p + 1;
      events.received(snapshot);
      position = { epoch: told.e, seq: (JSON.parse(snapshot) as { s: number }).s };
    }
    learn(told.n);
    where = told;
  }

  async function turnPage({ e }: PagesNow): Promise<void> {
    const { status, text } = await read(place + pagePath(showId, e, next));
    // A log that was replaced, or an edge that lost its way: ask where the room is.
    if (status === 404) where = null;
    if (status !== 200) throw new Error(String(status));
    const lines = text.trimEnd().split('\n');
    const { z, n } = JSON.parse(lines.at(-1)!) as { z: number; n: number };
    for (const line of lines) events.received(line);
    position = { epoch: e, seq: Math.max(z, position?.epoch === e ? position.seq : 0) };
    next += 1;
    learn(n);
    if (isBehind()) where = null;
  }

  /** @throws when there is no answer, or nobody wants it any more */
  async function read(address: string): Promise<{ status: number; url: string; text: string }> {
    const request = new AbortController();
    interrupt = () => request.abort();
    const impatience = timers.set(interrupt, PATIENCE_MS);
    try {
      const response = await ask(address, { credentials: 'omit', signal: request.signal });
      const text = await response.text();
      if (stopped) throw new Error('stopped');
      return { status: response.status, url: response.url, text };
    } finally {
      timers.clear(impatience);
    }
  }

  // When to ask: the newest page says when it was published, and a busy room's next one comes `everyMs` later.

  let publishedMs = 0;

  function learn(serverMs: number): void {
    offsets.push(now() - serverMs);
    if (offsets.length > OFFSETS_KEPT) offsets.shift();
    publishedMs = serverMs + Math.min(...offsets);
  }

  function untilDueMs(): number {
    // What is out already is not waited for.
    if (!where || next <= where.p) return 0;
    return Math.max(0, publishedMs + where.everyMs + AFTER_DUE_MS + random() * SPREAD * where.everyMs - now());
  }

  const isBehind = (): boolean => now() - publishedMs > BEHIND_MS;
  const backOffMs = (): number => (0.5 + random()) * Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** (failures - 1));

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (ms === 0) return resolve();
      const timer = timers.set(resolve, ms);
      interrupt = () => {
        timers.clear(timer);
        resolve();
      };
    });
  }

  function lose(): void {
    if (stopped) return;
    stop();
    events.closed(LOST);
  }

  function stop(): void {
    stopped = true;
    interrupt();
  }

  // Commands, one after the other as on a socket.

  async function obey(text: string, id: string): Promise<unknown> {
    const response = await ask(`${origin}/api/shows/${showId}/commands`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: text,
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => null);
    // As with a socket that broke: what must arrive is said again under the same id.
    if (!response) return stopped ? events.received(JSON.stringify({ i: id, ok: false, reason: 'unreachable' })) : lose();
    const answer = (await response.json().catch(() => ({}))) as { reason?: string; facts?: { retryMs?: number } };
    const retryMs = answer.facts?.retryMs;
    const ack = response.ok ? answer : { ok: false, reason: answer.reason ?? 'broken', ...(retryMs !== undefined && { retryMs }) };
    events.received(JSON.stringify({ i: id, ...ack }));
  }

  return {
    send(text) {
      // Only what is answered is a command: nobody here measures how far we are.
      const { i } = JSON.parse(text) as { i?: string };
      if (i !== undefined) before = before.then(() => obey(text, i));
    },
    close: stop,
    position: () => position,
  };
}

/** The page that goes on from a position; 0 when none of the newest does. */
function pageAfter(position: RoomPosition | null, { e, p, ends }: PagesNow): number {
  if (position?.epoch !== e || position.seq < ends[0]!) return 0;
  const ahead = ends.filter((end) => end > position.seq).length;
  return p + 1 - ahead;
}
