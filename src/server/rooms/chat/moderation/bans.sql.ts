import { sql } from 'kysely';
import type { ModerationReason } from '#contract/moderation.ts';
import type { Executor, Tx } from '#platform/db.ts';

export interface BanRow {
  id: string;
  org_id: string;
  show_id: string;
  author: string;
  name: string;
  kind: 'ban' | 'shadow_ban';
  reason: ModerationReason;
  note: string | null;
  by_name: string;
  at: Date;
  until: Date | null;
  appeal: string | null;
  appealed_at: Date | null;
  marks: ('account' | 'device' | 'payment')[];
}
const BAN = sql`b.id, b.org_id, b.show_id, b.author, b.name, b.kind, b.reason, b.note, b.by_name, b.at, b.until, b.appeal, b.appealed_at,
  array(select distinct m.kind from chat_ban_marks m where m.ban_id = b.id) as marks from chat_bans b`;
const inForce = (now: Date) => sql`b.lifted_at is null and (b.until is null or b.until > ${now})`;

/** By what somebody is known. */
export interface Marks {
  readonly accounts: readonly string[];
  readonly devices: readonly string[];
  readonly payments: readonly string[];
}

export async function insertBan(
  tx: Tx,
  ban: Omit<BanRow, 'appeal' | 'appealed_at' | 'marks'> & { decisionId: string },
  marks: Marks,
): Promise<void> {
  await sql`
    insert into chat_bans (id, org_id, show_id, decision_id, author, name, kind, reason, note, by_name, at, until)
    values (${ban.id}, ${ban.org_id}, ${ban.show_id}, ${ban.decisionId}, ${ban.author}, ${ban.name}, ${ban.kind}, ${ban.reason}, ${ban.note},
      ${ban.by_name}, ${ban.at}, ${ban.until})`.execute(tx);
  await sql`
    insert into chat_ban_marks (ban_id, org_id, kind, mark)
    select ${ban.id}, ${ban.org_id}, kind, mark from (
      select 'account' as kind, unnest(${[...marks.accounts]}::text[]) as mark
      union all select 'device', unnest(${[...marks.devices]}::text[])
      union all select 'payment', unnest(${[...marks.payments]}::text[])) as marks
    on conflict do nothing`.execute(tx);
}

/** The ban that holds for whoever has one of these marks; of several an open one before a shadow ban. */
export async function findBanOf(ex: Executor, orgId: string, marks: Marks, now: Date): Promise<BanRow | null> {
  const { rows } = await sql<BanRow>`
    select ${BAN} where b.org_id = ${orgId} and ${inForce(now)} and b.id in (
      select ban_id from chat_ban_marks where org_id = ${orgId} and (
        (kind = 'account' and mark = any (${[...marks.accounts]}::text[])) or (kind = 'device' and mark = any (${[...marks.devices]}::text[]))
        or (kind = 'payment' and mark = any (${[...marks.payments]}::text[]))))
    order by b.kind, b.at desc limit 1`.execute(ex);
  return rows[0] ?? null;
}

export async function findBan(ex: Executor, orgId: string, id: string): Promise<BanRow | null> {
  const { rows } = await sql<BanRow>`select ${BAN} where b.id = ${id} and b.org_id = ${orgId}`.execute(ex);
  return rows[0] ?? null;
}

export async function findBanOfDecision(ex: Executor, decisionId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from chat_bans where decision_id = ${decisionId}`.execute(ex);
  return rows[0]?.id ?? null;
}

/** The newest first. */
export async function findBans(ex: Executor, orgId: string, now: Date, limit: number): Promise<BanRow[]> {
  const { rows } = await sql<BanRow>`
    select ${BAN} where b.org_id = ${orgId} and ${inForce(now)} order by b.at desc, b.id desc limit ${limit}`.execute(ex);
  return rows;
}

/** The WHERE is the lock. @returns false when it was lifted before */
export async function markLifted(tx: Tx, id: string, userId: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    update chat_bans set lifted_at = ${at}, lifted_by = ${userId} where id = ${id} and lifted_at is null returning id`.execute(tx);
  return rows.length > 0;
}

export const saveAppeal = (ex: Executor, banId: string, text: string, at: Date) =>
  sql`update chat_bans set appeal = ${text}, appealed_at = ${at} where id = ${banId} and lifted_at is null`.execute(ex);
