import { sql } from 'kysely';
import type { Executor, Tx } from '#platform/db.ts';
import type { Person } from './questions.sql.ts';

/** The two unique keys are the lock: one row per device, and one per account on whatever device. */
export const addWant = (tx: Tx, questionId: string, person: Person, clientId: string | null, at: Date) =>
  sql`insert into question_wants (question_id, visitor_id, user_id, client_id, at)
      values (${questionId}, ${person.visitorId}, ${person.userId}, ${clientId}, ${at}) on conflict do nothing`.execute(tx);

export interface Wanting extends Person {
  readonly questionId: string;
  readonly on: boolean;
}

/** Which of these questions of a show still wait for an answer. */
export async function findWaiting(ex: Executor, showId: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from questions where show_id = ${showId} and id = any(${[...ids]}::uuid[]) and state in ('open', 'next')`.execute(ex);
  return new Set(rows.map((row) => row.id));
}

/**
 * Wishes of one turn, at most one per person and question. Whoever asked a question keeps wanting it. In the order of
 * their keys, so that two processes that write the same people do not wait for each other in a circle.
 */
export async function writeWants(tx: Tx, wishes: readonly Wanting[], at: Date): Promise<void> {
  const list = JSON.stringify(wishes.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b))));
  await sql`
    insert into question_wants (question_id, visitor_id, user_id, at)
    select (w->>'questionId')::uuid, (w->>'visitorId')::uuid, w->>'userId', ${at}
    from jsonb_array_elements(${list}::jsonb) as w where (w->>'on')::boolean
    on conflict do nothing`.execute(tx);
  await sql`
    delete from question_wants as want using jsonb_array_elements(${list}::jsonb) as w, questions as q
    where not (w->>'on')::boolean and q.id = want.question_id and want.question_id = (w->>'questionId')::uuid
      and (want.visitor_id = (w->>'visitorId')::uuid or want.user_id = w->>'userId')
      and want.visitor_id <> q.visitor_id and (q.user_id is null or want.user_id is distinct from q.user_id)`.execute(tx);
}
const keyOf = ({ questionId, visitorId }: Wanting): string => `${questionId} ${visitorId}`;

/** How many want these answered. */
export async function countWants(ex: Executor, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ question_id: string; asked: number }>`
    select question_id, count(*)::integer as asked from question_wants where question_id = any(${[...ids]}::uuid[]) group by question_id`.execute(
    ex,
  );
  return new Map(rows.map((row) => [row.question_id, row.asked]));
}
