import { sql } from 'kysely';
import type { Registers } from '#contract/room.ts';
import type { Executor } from '#platform/db.ts';

/** Page n of a log: its events above `after` up to `last`, and the numbers that changed. */
export interface PageRow {
  n: number;
  after: number;
  last: number;
  /** The database's clock, in ms since 1970. */
  at: number;
  /** How old the row was when it was read. */
  ageMs: number;
  registers: Registers;
}

export interface Turn {
  readonly showId: string;
  /** A busy room has a page this often, in ms; */
  readonly everyMs: number;
  /** a quiet one this often; */
  readonly quietMs: number;
  /** and one that nobody read for longer begins again at the end of the log. */
  readonly idleMs: number;
  readonly mostEvents: number;
  /** What changed since the last page as this process knows it; null when nothing did. */
  readonly registers: Registers | null;
}

/** Timers are early by a little now and then; a page that is refused for it would come a whole second late. */
const EARLY_MS = 50;

/**
 * Publishes the next page if it is due. The primary key is the lock: of the processes that try at once one decides the
 * bounds, and the others read them. One snapshot sees the head and the newest page, so that a page never ends before
 * the one it follows, and names only what was committed.
 * @returns the epoch of the log; null when there is none
 */
export async function turnPage(ex: Executor, turn: Turn): Promise<string | null> {
  const { showId, everyMs, quietMs, idleMs, mostEvents, registers } = turn;
  const { rows } = await sql<{ epoch: string }>`
    with head as (select epoch, last_seq from show_logs where show_id = ${showId}),
    newest as (
      select p.n, p.last_seq, (extract(epoch from clock_timestamp() - p.at) * 1000)::float8 as age
      from room_pages p join head on head.epoch = p.epoch where p.show_id = ${showId} order by p.n desc limit 1
    ),
    due as (
      select head.epoch, coalesce(newest.n, 0) + 1 as n, head.last_seq as head,
             case when newest.age < ${idleMs} then newest.last_seq else head.last_seq end as after_seq
      from head left join newest on true
      where newest.n is null
         or newest.age >= ${quietMs - EARLY_MS}
         or (newest.age >= ${everyMs - EARLY_MS} and (head.last_seq > newest.last_seq or ${registers !== null}))
         or head.last_seq - newest.last_seq >= ${mostEvents}
    ),
    published as (
      insert into room_pages (show_id, epoch, n, after_seq, last_seq, at, registers)
      select ${showId}, epoch, n, after_seq, least(head, after_seq + ${mostEvents}), clock_timestamp(), ${JSON.stringify(registers ?? {})}::jsonb
      from due on conflict do nothing
    )
    select epoch from head`.execute(ex);
  return rows[0]?.epoch ?? null;
}

const columns = sql`n, after_seq as after, last_seq as last, registers, (extract(epoch from at) * 1000)::float8 as at,
  (extract(epoch from clock_timestamp() - at) * 1000)::float8 as "ageMs"`;

/** The newest pages with a number above `above`, oldest first. */
export async function findNewPages(ex: Executor, showId: string, epoch: string, above: number, limit: number): Promise<PageRow[]> {
  const { rows } = await sql<PageRow>`
    select ${columns} from room_pages where show_id = ${showId} and epoch = ${epoch} and n > ${above} order by n desc limit ${limit}`.execute(
    ex,
  );
  return rows.toReversed();
}

export async function findPage(ex: Executor, showId: string, epoch: string, n: number): Promise<PageRow | null> {
  const { rows } = await sql<PageRow>`
    select ${columns} from room_pages where show_id = ${showId} and epoch = ${epoch} and n = ${n}`.execute(ex);
  return rows[0] ?? null;
}

/** The newest of each log stays: numbers go on from it. */
export const forgetPages = (ex: Executor, olderThanMs: number) =>
  sql`delete from room_pages p where at < clock_timestamp() - ${olderThanMs} * interval '1 millisecond'
      and exists (select 1 from room_pages q where q.show_id = p.show_id and q.epoch = p.epoch and q.n > p.n)`.execute(ex);
