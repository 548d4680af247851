import { sql } from 'kysely';
import type { Notice } from '#contract/room.ts';
import type { Executor, Tx } from '#platform/db.ts';

export interface Kept {
  readonly n: number;
  readonly at: string;
  readonly data: Notice;
}
/** `after` null: what comes from now on. */
export interface InboxQuestion {
  readonly showId: string;
  readonly visitorId: string;
  readonly after: number | null;
}

/**
 * Numbers and keeps a notice in one statement, and lets go of what is too old. The upsert is the lock: whoever comes
 * second waits here until the first has committed, and counts on from there.
 */
export async function insertNotice(tx: Tx, notice: { showId: string; visitorId: string; data: Notice; keep: number }): Promise<number> {
  const { showId, visitorId, data, keep } = notice;
  const { rows } = await sql<{ n: number }>`
    with head as (
      insert into room_inboxes (show_id, visitor_id, last) values (${showId}, ${visitorId}, 1)
      on conflict (show_id, visitor_id) do update set last = room_inboxes.last + 1
      returning last
    ), old as (
      delete from room_inbox using head
      where show_id = ${showId} and visitor_id = ${visitorId} and n <= head.last - ${keep}::int
    )
    insert into room_inbox (show_id, visitor_id, n, at, data)
    select ${showId}, ${visitorId}, last, clock_timestamp(), ${JSON.stringify(data)}::jsonb from head
    returning n`.execute(tx);
  return rows[0]!.n;
}

/** What each of these people has not seen, by position; for many at once, because a crowd comes back at once. */
export async function selectInboxes(
  ex: Executor,
  asked: readonly InboxQuestion[],
  limit: number,
): Promise<{ last: number; notices: Kept[] }[]> {
  const { rows } = await sql<{ last: number; notices: Kept[] | null }>`
    select coalesce(head.last, 0) as last, new.notices
    from unnest(${asked.map((each) => each.showId)}::uuid[], ${asked.map((each) => each.visitorId)}::uuid[], ${asked.map((each) => each.after)}::int[])
      with ordinality as asked (show_id, visitor_id, after, position)
    left join room_inboxes head on head.show_id = asked.show_id and head.visitor_id = asked.visitor_id
    left join lateral (
      select jsonb_agg(jsonb_build_object('n', page.n, 'at', page.at, 'data', page.data) order by page.n) as notices
      from (
        select n, at, data from room_inbox i
        where i.show_id = asked.show_id and i.visitor_id = asked.visitor_id and i.n > asked.after order by n limit ${limit}
      ) page
    ) new on true
    order by asked.position`.execute(ex);
  return rows.map((row) => ({ last: row.last, notices: row.notices ?? [] }));
}

/** Who was told something in these shows during the last seconds, by the database's clock. */
export async function findFresh(
  ex: Executor,
  showIds: readonly string[],
  seconds: number,
): Promise<{ showId: string; visitorId: string }[]> {
  const { rows } = await sql<{ showId: string; visitorId: string }>`
    select distinct show_id as "showId", visitor_id as "visitorId" from room_inbox
    where show_id = any(${[...showIds]}::uuid[]) and at > clock_timestamp() - make_interval(secs => ${seconds})`.execute(ex);
  return rows;
}
