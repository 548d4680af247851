import { sql } from 'kysely';
import type { DECISIONS, ModerationReason } from '#contract/moderation.ts';
import type { Executor, Tx } from '#platform/db.ts';
import type { DecisionState } from './decision-machine.ts';

export type DecisionKind = (typeof DECISIONS)[number];
export interface DecisionRow {
  id: string;
  org_id: string;
  show_id: string;
  kind: DecisionKind;
  author: string;
  name: string;
  line_id: string | null;
  line_text: string | null;
  takes_line: boolean;
  was_held: boolean;
  seconds: number | null;
  reason: ModerationReason | null;
  note: string | null;
  until: Date | null;
  by_user: string;
  by_name: string;
  at: Date;
  applies_at: Date;
  state: DecisionState;
}
const DECISION = sql`d.id, d.org_id, d.show_id, d.kind, d.author, d.name, d.line_id, l.text as line_text, d.takes_line, d.was_held, d.seconds,
  d.reason, d.note, d.until, d.by_user, d.by_name, d.at, d.applies_at, d.state
  from chat_decisions d left join chat_lines l on l.id = d.line_id`;

export type NewDecision = Omit<DecisionRow, 'line_text' | 'state'>;

/** The unique index on lines is the lock: of two who decide about one line at once one does. @returns false for the other */
export async function insertDecision(tx: Executor, d: NewDecision): Promise<boolean> {
  const { rows } = await sql`
    insert into chat_decisions (id, org_id, show_id, kind, author, name, line_id, takes_line, was_held, seconds, reason, note, until,
      by_user, by_name, at, applies_at)
    values (${d.id}, ${d.org_id}, ${d.show_id}, ${d.kind}, ${d.author}, ${d.name}, ${d.line_id}, ${d.takes_line}, ${d.was_held}, ${d.seconds},
      ${d.reason}, ${d.note}, ${d.until}, ${d.by_user}, ${d.by_name}, ${d.at}, ${d.applies_at})
    on conflict do nothing returning id`.execute(tx);
  return rows.length > 0;
}

export async function findDecision(ex: Executor, id: string): Promise<DecisionRow | null> {
  const { rows } = await sql<DecisionRow>`select ${DECISION} where d.id = ${id}`.execute(ex);
  return rows[0] ?? null;
}

/** The newest first. */
export async function findDecisions(ex: Executor, showId: string, limit: number): Promise<DecisionRow[]> {
  const { rows } =
    await sql<DecisionRow>`select ${DECISION} where d.show_id = ${showId} order by d.at desc, d.id desc limit ${limit}`.execute(ex);
  return rows;
}

export async function findDue(ex: Executor, now: Date, limit: number): Promise<DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`
    select ${DECISION} where d.state = 'waiting' and d.applies_at <= ${now} order by d.applies_at limit ${limit}`.execute(ex);
  return rows;
}

/** The WHERE is the lock: nothing is applied or taken back twice. @returns false when it was not in that state any more */
export async function moveDecision(
  tx: Tx,
  id: string,
  from: DecisionState,
  to: DecisionState,
  by: { userId: string | null; at: Date },
): Promise<boolean> {
  const undone = to === 'undone';
  const { rows } = await sql`
    update chat_decisions set state = ${to}, undone_at = ${undone ? by.at : null}, undone_by = ${undone ? by.userId : null}
    where id = ${id} and state = ${from} returning id`.execute(tx);
  return rows.length > 0;
}
