import { sql } from 'kysely';
import type { WordList } from '#contract/moderation.ts';
import type { Executor } from '#platform/db.ts';

export async function findWordList(ex: Executor, orgId: string): Promise<WordList | null> {
  const { rows } = await sql<WordList>`select hold, refuse, version from chat_word_lists where org_id = ${orgId}`.execute(ex);
  return rows[0] ?? null;
}

export async function findWordVersion(ex: Executor, orgId: string): Promise<number> {
  const { rows } = await sql<{ version: number }>`select version from chat_word_lists where org_id = ${orgId}`.execute(ex);
  return rows[0]?.version ?? 0;
}

/** The WHERE is the lock: whoever changed an older list than the one that is there is refused. @returns false then */
export async function saveWordList(ex: Executor, orgId: string, list: WordList, userId: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    insert into chat_word_lists as l (org_id, hold, refuse, version, saved_by, saved_at)
    select ${orgId}, ${list.hold}::text[], ${list.refuse}::text[], 1, ${userId}, ${at}
    where ${list.version} = 0 or exists (select 1 from chat_word_lists where org_id = ${orgId})
    on conflict (org_id) do update set hold = excluded.hold, refuse = excluded.refuse, version = l.version + 1,
      saved_by = excluded.saved_by, saved_at = excluded.saved_at
    where l.version = ${list.version}
    returning 1`.execute(ex);
  return rows.length > 0;
}
