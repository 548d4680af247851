import { sql } from 'kysely';
import type { Question } from '#contract/questions.ts';
import type { Executor, Tx } from '#platform/db.ts';

export interface QuestionRow {
  id: string;
  show_id: string;
  author: string;
  name: string;
  text: string;
  words: string;
  product_id: string | null;
  state: Question['state'];
  asked_at: Date;
  seq: number;
  assignee_id: string | null;
  assignee_name: string | null;
  assigned_at: Date | null;
  answer_text: string | null;
  answered_by: string | null;
  answered_name: string | null;
  answered_at: Date | null;
}

/** A person: the device, and the account where somebody is signed in. */
export interface Person {
  readonly visitorId: string;
  readonly userId: string | null;
}

const COLUMNS = sql`id, show_id, author, name, text, words, product_id, state, asked_at, seq, assignee_id, assignee_name, assigned_at,
  answer_text, answered_by, answered_name, answered_at`;
const ofPerson = (person: Person) => sql`(visitor_id = ${person.visitorId} or user_id = ${person.userId})`;

/**
 * The lock of everything that changes a show's list of questions: asking, marking, answering. Hearts are written to this
 * row too, and wait a few milliseconds.
 */
export const lockQuestions = (tx: Tx, showId: string) => sql`select from chat_rooms where show_id = ${showId} for update`.execute(tx);

/** What this person asked, or joined, under this client id. */
export async function findCopy(ex: Executor, showId: string, visitorId: string, clientId: string): Promise<QuestionRow | null> {
  const { rows } = await sql<QuestionRow>`
    select ${COLUMNS} from questions where show_id = ${showId} and (
      (visitor_id = ${visitorId} and client_id = ${clientId})
      or id in (select question_id from question_wants where visitor_id = ${visitorId} and client_id = ${clientId}))
    limit 1`.execute(ex);
  return rows[0] ?? null;
}

/** The same words about the same product; the newest. */
export async function findSame(ex: Executor, showId: string, words: string, productId: string | null): Promise<QuestionRow | null> {
  const { rows } = await sql<QuestionRow>`
    select ${COLUMNS} from questions
    where show_id = ${showId} and words = ${words} and product_id is not distinct from ${productId}::uuid
    order by seq desc limit 1`.execute(ex);
  return rows[0] ?? null;
}

export async function countWaiting(ex: Executor, showId: string, person: Person): Promise<{ all: number; mine: number }> {
  const { rows } = await sql<{ all: number; mine: number }>`
    select count(*)::integer as all, (count(*) filter (where ${ofPerson(person)}))::integer as mine
    from questions where show_id = ${showId} and state in ('open', 'next')`.execute(ex);
  return rows[0]!;
}

/** Of those that nobody answers soon, the one that fewest people want; of equals the oldest. */
export async function findLeastWanted(ex: Executor, showId: string): Promise<QuestionRow | null> {
  const { rows } = await sql<QuestionRow>`
    select ${COLUMNS} from questions q where show_id = ${showId} and state = 'open'
    order by (select count(*) from question_wants w where w.question_id = q.id), seq limit 1`.execute(ex);
  return rows[0] ?? null;
}

export const insertQuestion = (
  tx: Tx,
  row: Pick<QuestionRow, 'id' | 'show_id' | 'author' | 'name' | 'text' | 'words' | 'product_id' | 'asked_at'>,
  person: Person,
  clientId: string,
) =>
  sql`insert into questions (id, show_id, author, name, visitor_id, user_id, client_id, text, words, product_id, asked_at)
      values (${row.id}, ${row.show_id}, ${row.author}, ${row.name}, ${person.visitorId}, ${person.userId}, ${clientId}, ${row.text},
              ${row.words}, ${row.product_id}, ${row.asked_at})`.execute(tx);

export const placeQuestion = (tx: Tx, id: string, seq: number) => sql`update questions set seq = ${seq} where id = ${id}`.execute(tx);

export async function findQuestion(ex: Executor, showId: string, id: string): Promise<QuestionRow | null> {
  const { rows } = await sql<QuestionRow>`select ${COLUMNS} from questions where id = ${id} and show_id = ${showId}`.execute(ex);
  return rows[0] ?? null;
}

/** Waiting, and the last answered; in the order they were asked. */
export async function findCurrent(ex: Executor, showId: string, most: { waiting: number; answered: number }): Promise<QuestionRow[]> {
  const { rows } = await sql<QuestionRow>`
    select * from (
      (select ${COLUMNS} from questions where show_id = ${showId} and state in ('open', 'next') order by seq desc limit ${most.waiting})
      union all
      (select ${COLUMNS} from questions where show_id = ${showId} and state = 'answered' order by answered_at desc, seq desc limit ${most.answered})
    ) as current order by seq`.execute(ex);
  return rows;
}

export async function findShown(
  ex: Executor,
  showId: string,
  person: Person | null,
  most: number,
): Promise<(QuestionRow & { asked: number; mine: boolean; wanted: boolean })[]> {
  const me = person ?? { visitorId: null, userId: null };
  const { rows } = await sql<QuestionRow & { asked: number; mine: boolean; wanted: boolean }>`
    select ${COLUMNS},
      (select count(*) from question_wants w where w.question_id = q.id)::integer as asked,
      coalesce(visitor_id = ${me.visitorId}::uuid or user_id = ${me.userId}::text, false) as mine,
      exists (select from question_wants w where w.question_id = q.id and (w.visitor_id = ${me.visitorId}::uuid or w.user_id = ${me.userId}::text)) as wanted
    from questions q where show_id = ${showId} and state <> 'dropped' order by seq desc limit ${most}`.execute(ex);
  return rows.toReversed();
}

export async function findNext(ex: Executor, showId: string): Promise<QuestionRow | null> {
  const { rows } = await sql<QuestionRow>`select ${COLUMNS} from questions where show_id = ${showId} and state = 'next'`.execute(ex);
  return rows[0] ?? null;
}

export const saveState = (tx: Tx, id: string, state: Question['state']) =>
  sql`update questions set state = ${state} where id = ${id}`.execute(tx);

export const saveAssignee = (tx: Tx, id: string, assignee: { userId: string; name: string } | null, at: Date) =>
  sql`update questions set assignee_id = ${assignee?.userId ?? null}, assignee_name = ${assignee?.name ?? null},
        assigned_at = ${assignee ? at : null} where id = ${id}`.execute(tx);

export const saveAnswer = (
  tx: Tx,
  id: string,
  answer: { text: string | null; readyAnswerId: string | null; userId: string; name: string; at: Date },
) =>
  sql`update questions set state = 'answered', answer_text = ${answer.text}, ready_answer_id = ${answer.readyAnswerId},
        answered_by = ${answer.userId}, answered_name = ${answer.name}, answered_at = ${answer.at}
      where id = ${id} and state in ('open', 'next')`.execute(tx);

/** @returns those that were dropped by this */
export async function dropWaitingBy(tx: Tx, showId: string, author: string): Promise<QuestionRow[]> {
  const { rows } = await sql<QuestionRow>`
    update questions set state = 'dropped' where show_id = ${showId} and author = ${author} and state in ('open', 'next')
    returning ${COLUMNS}`.execute(tx);
  return rows;
}

/** What was answered about a product, the newest first. */
export async function findAnswered(ex: Executor, productId: string, most: number): Promise<(QuestionRow & { asked: number })[]> {
  const { rows } = await sql<QuestionRow & { asked: number }>`
    select ${COLUMNS}, (select count(*) from question_wants w where w.question_id = q.id)::integer as asked
    from questions q where product_id = ${productId} and state = 'answered' order by answered_at desc limit ${most}`.execute(ex);
  return rows;
}
