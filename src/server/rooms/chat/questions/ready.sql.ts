import { sql } from 'kysely';
import type { Executor, Tx } from '#platform/db.ts';

export interface ReadyRow {
  id: string;
  org_id: string;
  text: string;
  product_id: string | null;
  approved_by: string | null;
}

const COLUMNS = sql`id, org_id, text, product_id, approved_by`;

export async function findReadyOfOrg(ex: Executor, orgId: string, most: number): Promise<ReadyRow[]> {
  const { rows } = await sql<ReadyRow>`select ${COLUMNS} from ready_answers where org_id = ${orgId} order by id limit ${most}`.execute(ex);
  return rows;
}

export async function findReady(ex: Executor, orgId: string, id: string): Promise<ReadyRow | null> {
  const { rows } = await sql<ReadyRow>`select ${COLUMNS} from ready_answers where id = ${id} and org_id = ${orgId}`.execute(ex);
  return rows[0] ?? null;
}

/** The lock of one answer: of two who change it at once the second decides on what the first one left. */
export async function lockReady(tx: Tx, id: string): Promise<ReadyRow | null> {
  const { rows } = await sql<ReadyRow>`select ${COLUMNS} from ready_answers where id = ${id} for update`.execute(tx);
  return rows[0] ?? null;
}

export async function countReady(ex: Executor, orgId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from ready_answers where org_id = ${orgId}`.execute(ex);
  return rows[0]!.n;
}

/** The WHERE keeps another shop's answer from being overwritten by its id. @returns false then */
export async function saveReady(
  tx: Tx,
  row: { id: string; orgId: string; text: string; productId: string | null; userId: string; approvedBy: string | null; at: Date },
): Promise<boolean> {
  const approvedAt = row.approvedBy === null ? null : row.at;
  const result = await sql`
    insert into ready_answers (id, org_id, text, product_id, changed_by, changed_at, approved_by, approved_at)
    values (${row.id}, ${row.orgId}, ${row.text}, ${row.productId}, ${row.userId}, ${row.at}, ${row.approvedBy}, ${approvedAt})
    on conflict (id) do update set text = excluded.text, product_id = excluded.product_id, changed_by = excluded.changed_by,
      changed_at = excluded.changed_at, approved_by = excluded.approved_by, approved_at = excluded.approved_at
    where ready_answers.org_id = excluded.org_id`.execute(tx);
  return result.numAffectedRows === 1n;
}

export async function deleteReady(ex: Executor, orgId: string, id: string): Promise<boolean> {
  const result = await sql`delete from ready_answers where id = ${id} and org_id = ${orgId}`.execute(ex);
  return result.numAffectedRows === 1n;
}
