import type { Registers } from '#contract/room.ts';
import type { Clock } from '#lib/clock.ts';
import type { Db } from '#platform/db.ts';
import { findNewPages, findPage, type PageRow, turnPage } from './pages.sql.ts';

export interface PagerNeeds {
  readonly db: Db;
  /** For durations: nothing here is told to anybody as a time. */
  readonly clock: Clock;
  readonly everyMs: number;
  readonly quietMs: number;
  readonly onTrouble: (error: unknown) => void;
}

/** The pages of one show as this process knows them; it publishes while somebody reads. */
export interface Pager {
  /** The log they are of; empty until the first turn. */
  readonly epoch: string;
  /** The newest pages, oldest first. */
  readonly rows: readonly PageRow[];
  /** Makes sure that the newest page is not old. @returns false when the show has no log */
  freshen(): Promise<boolean>;
  /** A page, waited for when it is the next one. `late`: it did not come in time; null: nobody may wait for it. */
  rowOf(epoch: string, n: number): Promise<PageRow | 'late' | null>;
  /** A number that the next page should tell. */
  setRegister(name: string, value: number): void;
  registers(): Registers;
  /** The log grew, perhaps. */
  wake(): void;
  /** Whether somebody asked lately; when not, publishing stops. */
  isRead(): boolean;
  close(): void;
}

const KEEP_ROWS = 120;
/** Pages stop this long after the last question: caches on the way ask at least once in `quietMs`. */
export const READ_MS = 20_000;
/** A log whose pages stood still for longer goes on from its end: who comes back then needs a snapshot. */
const IDLE_MS = 60_000;
/** More than this in a second and pages follow each other at once. */
const MOST_EVENTS = 1_000;
/** The first words after a quiet time wait this long for the next ones. */
const GATHER_MS = 20;
/** Beyond the longest time between two pages; whoever asks is told to come back. */
const PATIENCE_MS = 2_000;
const MOST_REGISTERS = 5_000;

export function createPager(showId: string, { db, clock, everyMs, quietMs, onTrouble }: PagerNeeds): Pager {
  let epoch = '';
  let rows: PageRow[] = [];
  /** What the pages have told, and what this process knows. */
  let told: Registers = {};
  const known = new Map<string, number>();
  let askedMs = clock.now();
  /** When the next page may come, by our clock. */
  let dueMs = 0;
  let timer: NodeJS.Timeout | null = null;
  let timerAtMs = Infinity;
  let turning: Promise<void> | null = null;
  let wakeAgain = false;
  let closed = false;
  let waiters: (() => void)[] = [];

  const newest = (): PageRow | undefined => rows.at(-1);

  /** One at a time; whoever asks meanwhile shares it. */
  function turn(): Promise<void> {
    return (turning ??= turnOnce()
      .catch(onTrouble)
      .finally(() => {
        turning = null;
        arm(nextTurnMs());
        wakeAgain = false;
      }));
  }

  function nextTurnMs(): number {
    const nowMs = clock.now();
    const row = newest();
    if (row && row.last - row.after >= MOST_EVENTS && row.ageMs < everyMs) return nowMs;
    // Nothing was due and nothing came: look again in a while, also for numbers and for news that was lost.
    return dueMs <= nowMs && !wakeAgain ? nowMs + everyMs : Math.max(dueMs, nowMs + GATHER_MS);
  }

  async function turnOnce(): Promise<void> {
    const registers = changed();
    const now = await turnPage(db, { showId, everyMs, quietMs, idleMs: IDLE_MS, mostEvents: MOST_EVENTS, registers });
    if (now !== epoch) begin(now ?? '');
    if (now === null) return;
    const above = newest()?.n ?? 0;
    const fresh = await findNewPages(db, showId, epoch, above, KEEP_ROWS);
    if (fresh.length > 0) accept(fresh);
  }

  /** Another log: whoever waits for a page of the old one is told that there is none. */
  function begin(now: string): void {
    epoch = now;
    rows = [];
    told = {};
    release();
  }

  function accept(fresh: readonly PageRow[]): void {
    // More were published than we read back: what lies before them is read one by one when somebody asks.
    rows = (fresh[0]!.n === (newest()?.n ?? 0) + 1 ? [...rows, ...fresh] : [...fresh]).slice(-KEEP_ROWS);
    for (const { registers } of fresh) Object.assign(told, registers);
    dueMs = clock.now() + Math.max(0, everyMs - newest()!.ageMs);
    release();
  }

  function release(): void {
    const woken = waiters;
    waiters = [];
    for (const wake of woken) wake();
  }

  function changed(): Registers | null {
    const different = [...known].filter(([name, value]) => told[name] !== value);
    return different.length > 0 ? Object.fromEntries(different) : null;
  }

  /** The earliest moment holds: news may bring a turn forward and never puts it off. */
  function arm(atMs: number): void {
    if (closed || turning || !isRead() || (timer && timerAtMs <= atMs)) return;
    if (timer) clearTimeout(timer);
    timerAtMs = atMs;
    timer = setTimeout(fire, Math.max(0, atMs - clock.now()));
    timer.unref();
  }

  function fire(): void {
    timer = null;
    void turn();
  }

  const isRead = (): boolean => clock.now() - askedMs < READ_MS;

  /** Somebody asked: publishing goes on, or begins again. */
  function touch(): void {
    askedMs = clock.now();
    if (!timer) arm(dueMs);
  }

  /** @returns false when nothing came in time */
  function nextNews(patienceMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), patienceMs);
      waiters.push(() => {
        clearTimeout(late);
        resolve(true);
      });
    });
  }

  async function rowOf(of: string, n: number): Promise<PageRow | 'late' | null> {
    touch();
    if (epoch === '') await turn();
    // Another process may be ahead of us.
    if (of === epoch && n > (newest()?.n ?? 0) + 1) await turn();
    const until = clock.now() + quietMs + PATIENCE_MS;
    const isNext = () => of === epoch && n === (newest()?.n ?? 0) + 1;
    while (isNext()) if (closed || !(await nextNews(Math.max(0, until - clock.now())))) return 'late';
    if (of !== epoch || n > (newest()?.n ?? 0)) return null;
    return rows.find((row) => row.n === n) ?? findPage(db, showId, epoch, n);
  }

  return {
    get epoch() {
      return epoch;
    },
    get rows() {
      return rows;
    },
    async freshen() {
      touch();
      const row = newest();
      if (!row || clock.now() - (dueMs - everyMs) >= quietMs) await turn();
      return epoch !== '';
    },
    rowOf,
    setRegister(name, value) {
      if (known.has(name) || known.size < MOST_REGISTERS) known.set(name, value);
    },
    registers: () => Object.fromEntries(known),
    wake() {
      if (turning) wakeAgain = true;
      else arm(Math.max(dueMs, clock.now() + GATHER_MS));
    },
    isRead,
    close() {
      closed = true;
      if (timer) clearTimeout(timer);
      release();
    },
  };
}
