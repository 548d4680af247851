import { sql } from 'kysely';
import type { Executor, Tx } from '#platform/db.ts';

export interface PollRow {
  id: string;
  show_id: string;
  question: string;
  options: string[];
  opened_at: Date;
  closes_at: Date;
  closed_at: Date | null;
  counts: number[] | null;
}

const COLUMNS = sql`id, show_id, question, options, opened_at, closes_at, closed_at, counts`;

export async function findPoll(ex: Executor, id: string): Promise<PollRow | null> {
  const { rows } = await sql<PollRow>`select ${COLUMNS} from polls where id = ${id}`.execute(ex);
  return rows[0] ?? null;
}

/** The lock of its votes and of its end: a vote that waits here behind the end finds the poll closed. */
export async function lockPoll(tx: Tx, id: string): Promise<PollRow | null> {
  const { rows } = await sql<PollRow>`select ${COLUMNS} from polls where id = ${id} for update`.execute(tx);
  return rows[0] ?? null;
}

/**
 * The keys are the lock: one poll per id, and one that is open per show. Another that is being opened is waited for here.
 * @returns false when there is one
 */
export async function insertPoll(
  tx: Tx,
  row: Pick<PollRow, 'id' | 'show_id' | 'question' | 'options' | 'opened_at' | 'closes_at'>,
  userId: string,
): Promise<boolean> {
  const result = await sql`
    insert into polls (id, show_id, question, options, opened_at, opened_by, closes_at)
    values (${row.id}, ${row.show_id}, ${row.question}, ${row.options}::text[], ${row.opened_at}, ${userId}, ${row.closes_at})
    on conflict do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** The WHERE closes it once. */
export const saveClosed = (tx: Tx, id: string, end: { at: Date; by: string | null; counts: readonly number[] }) =>
  sql`update polls set closed_at = ${end.at}, closed_by = ${end.by}, counts = ${[...end.counts]}::integer[]
      where id = ${id} and closed_at is null`.execute(tx);

/** The last poll of a show, unless it closed before this. */
export async function findCurrentPoll(ex: Executor, showId: string, closedAfter: Date): Promise<PollRow | null> {
  const { rows } = await sql<PollRow>`
    select ${COLUMNS} from polls where show_id = ${showId} order by opened_at desc limit 1`.execute(ex);
  const [last] = rows;
  return last && (last.closed_at === null || last.closed_at > closedAfter) ? last : null;
}

export async function findOpenPolls(ex: Executor, most: number): Promise<Pick<PollRow, 'id' | 'show_id' | 'closes_at'>[]> {
  const { rows } = await sql<Pick<PollRow, 'id' | 'show_id' | 'closes_at'>>`
    select id, show_id, closes_at from polls where closed_at is null order by closes_at limit ${most}`.execute(ex);
  return rows;
}

export interface Vote {
  readonly visitorId: string;
  readonly userId: string | null;
  readonly option: number;
}

/** One row per person: what this device, or this account on another device, chose before is replaced. */
export async function writeVotes(tx: Tx, pollId: string, votes: readonly Vote[], at: Date): Promise<void> {
  const list = JSON.stringify(votes);
  await sql`
    delete from poll_votes as vote using jsonb_array_elements(${list}::jsonb) as v
    where vote.poll_id = ${pollId} and (vote.visitor_id = (v->>'visitorId')::uuid or vote.user_id = v->>'userId')`.execute(tx);
  await sql`
    insert into poll_votes (poll_id, visitor_id, user_id, option, at)
    select ${pollId}, (v->>'visitorId')::uuid, v->>'userId', (v->>'option')::integer, ${at}
    from jsonb_array_elements(${list}::jsonb) as v`.execute(tx);
}

/** Votes per option, in the order of the options. */
export async function countVotes(ex: Executor, pollId: string, options: number): Promise<number[]> {
  const { rows } = await sql<{ option: number; n: number }>`
    select option, count(*)::integer as n from poll_votes where poll_id = ${pollId} group by option`.execute(ex);
  const counts = Array.from({ length: options }, () => 0);
  for (const { option, n } of rows) counts[option] = n;
  return counts;
}

export async function findVote(ex: Executor, pollId: string, visitorId: string, userId: string | null): Promise<number | null> {
  const { rows } = await sql<{ option: number }>`
    select option from poll_votes where poll_id = ${pollId} and (visitor_id = ${visitorId} or user_id = ${userId})
    order by at desc limit 1`.execute(ex);
  return rows[0]?.option ?? null;
}
