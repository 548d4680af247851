import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { nowPath, type PagesNow, pagePath } from '#contract/room-pages.ts';
import type { Registers, RoomEvent } from '#contract/room.ts';
import { steadyClock } from '#lib/clock.ts';
import { createAnswers } from '#platform/answers.ts';
import type { Db, Executor } from '#platform/db.ts';
import type { Log } from '#platform/log.ts';
import { type Answer, plainAnswer } from '#platform/shared-answer.ts';
import { pageText } from './page-text.ts';
import { createPager, type Pager } from './pager.ts';
import { forgetPages, type PageRow } from './pages.sql.ts';

export interface RoomPagesNeeds {
  readonly db: Db;
  readonly log: Log;
  /** The record as people may read it. */
  readonly read: (ex: Executor, showId: string, after: number, limit: number) => Promise<readonly RoomEvent[]>;
  /** What a newcomer gets, without numbers. */
  readonly snapshot: (showId: string) => Promise<{ epoch: string; seq: number; state: object } | null>;
  /** Drafts and shows that do not exist have no pages. */
  readonly isPublic: (showId: string) => Promise<boolean>;
  /** Somebody reads pages of a show that nobody read before: bring its numbers up to date. */
  readonly opened: (showId: string) => void;
  /** What stood on a page that was built here. */
  readonly heard: (showId: string, events: readonly RoomEvent[]) => void;
  readonly everyMs?: number;
  readonly quietMs?: number;
}

export interface RoomPages {
  now(showId: string): Answer | Promise<Answer>;
  page(showId: string, epoch: string, n: number): Answer | Promise<Answer>;
  setRegister(showId: string, name: string, value: number): void;
  wake(showId: string): void;
  /** Shows whose pages somebody reads here. */
  keys(): string[];
  sweep(): Promise<void>;
  close(): void;
}

const EVERY_MS = 1_000;
/** A quiet room publishes an empty page: nobody waits longer than the socket's heartbeat takes, and nothing kept expires. */
const QUIET_MS = 5_000;
const MOST_SHOWS = 5_000;
const ENDS = 30;
const FORGET_MS = 3_600_000;
const READ_AT_ONCE = 500;
/** As long as anybody may still catch up; a line that was hidden meanwhile is in no cache for longer. */
const PAGE_CACHE = 'public, max-age=300, immutable';
const NOW_CACHE = 'public, max-age=1';
const MEMORY_BYTES = 64 * 1024 * 1024;
const SWEEP_MS = 5_000;

/**
 * The room as pages: what `contract/room-pages.ts` promises. Each page is built once in a process, and everybody who
 * waits for it, or comes a little later, gets the same bytes.
 */
export function createRoomPages(needs: RoomPagesNeeds): RoomPages {
  const { db, log, everyMs = EVERY_MS, quietMs = QUIET_MS } = needs;
  const pagers = new Map<string, Pager>();
  const answers = createAnswers({ ask: (path) => make(path).catch(failed), clock: steadyClock, mostBytes: MEMORY_BYTES });
  const sweeper = setInterval(sweepMemory, SWEEP_MS);
  sweeper.unref();

  async function make(path: string): Promise<Answer> {
    const [, , , showId = '', epoch = '', n = ''] = path.split('/');
    if (!(await needs.isPublic(showId))) return NOT_HERE;
    const pager = pagerOf(showId);
    if (!pager) return LATER;
    return epoch === 'now' ? makeNow(showId, pager) : makePage(showId, pager, epoch, Number(n));
  }

  async function makePage(showId: string, pager: Pager, epoch: string, n: number): Promise<Answer> {
    const row = await pager.rowOf(epoch, n);
    if (row === null) return NOT_HERE;
    if (row === 'late') return LATER;
    const events = await eventsOf(showId, row);
    if (events.length > 0) needs.heard(showId, events);
    return packed(pageText(epoch, row, events), PAGE_CACHE);
  }

  async function eventsOf(showId: string, { after, last }: PageRow): Promise<RoomEvent[]> {
    const events: RoomEvent[] = [];
    for (let from = after; from < last; from = events.at(-1)!.s) {
      const some = await needs.read(db, showId, from, Math.min(READ_AT_ONCE, last - from));
      if (some.length === 0) throw new Error(`The log of ${showId} ends at ${from}, before its page.`);
      events.push(...some);
    }
    return events;
  }

  async function makeNow(showId: string, pager: Pager): Promise<Answer> {
    if (!(await pager.freshen())) return NOT_HERE;
    // The page first: a snapshot that is newer repeats something, an older one would lose it.
    const { epoch, rows } = pager;
    const newest = rows.at(-1);
    const snapshot = await needs.snapshot(showId);
    if (!newest || snapshot?.epoch !== epoch) return LATER;
    const where: PagesNow = { e: epoch, p: newest.n, ends: endsOf(rows), n: Math.round(newest.at), everyMs, quietMs };
    const state: object & { registers: Registers } = { ...snapshot.state, registers: pager.registers() };
    const frame = { e: epoch, s: snapshot.seq, n: Math.round(newest.at), state };
    return packed(`${JSON.stringify(where)}\n${JSON.stringify(frame)}\n`, NOW_CACHE);
  }

  function pagerOf(showId: string): Pager | null {
    const known = pagers.get(showId);
    if (known) return known;
    if (pagers.size >= MOST_SHOWS) return null;
    const onTrouble = (error: unknown) =>
      log.warn({ showId, error: String(error) }, 'a page of a room could not be published; trying again');
    const pager = createPager(showId, { db, clock: steadyClock, everyMs, quietMs, onTrouble });
    pagers.set(showId, pager);
    needs.opened(showId);
    return pager;
  }

  function failed(error: unknown): Answer {
    log.warn({ error: String(error) }, 'a page of a room could not be made');
    return LATER;
  }

  function sweepMemory(): void {
    answers.sweep();
    for (const [showId, pager] of pagers) {
      if (pager.isRead()) continue;
      pager.close();
      pagers.delete(showId);
    }
  }

  return {
    now: (showId) => answers.get(nowPath(showId)) ?? LATER,
    page: (showId, epoch, n) => answers.get(pagePath(showId, epoch, n)) ?? LATER,
    setRegister: (showId, name, value) => pagers.get(showId)?.setRegister(name, value),
    wake: (showId) => pagers.get(showId)?.wake(),
    keys: () => [...pagers.keys()],
    async sweep() {
      await forgetPages(db, FORGET_MS);
    },
    close() {
      clearInterval(sweeper);
      for (const pager of pagers.values()) pager.close();
      pagers.clear();
    },
  };
}

/** Pages that follow each other without a hole, up to the newest. */
function endsOf(rows: readonly PageRow[]): number[] {
  let from = rows.length - 1;
  while (from > 0 && rows.length - from < ENDS && rows[from]!.after === rows[from - 1]!.last) from--;
  return rows.slice(from).map(({ last }) => last);
}

const gzipped = promisify(gzip);

async function packed(text: string, cacheControl: string): Promise<Answer> {
  const body = await gzipped(text, { level: constants.Z_BEST_COMPRESSION });
  return { status: 200, contentType: 'application/x-ndjson; charset=utf-8', contentEncoding: 'gzip', cacheControl, body };
}

/** Also what goes wrong may be kept for a second: an answer that no cache may keep lets everybody through who waits for it. */
const forASecond = (status: number, sentence: string): Answer => ({ ...plainAnswer(status, sentence), cacheControl: NOW_CACHE });
const NOT_HERE = forASecond(404, 'There is no such page of a room. Ask where it is now.');
const LATER = forASecond(503, 'Come back in a second.');
