import { sql } from 'kysely';
import type { Executor } from '#platform/db.ts';

export interface SessionRow {
  user_id: string;
  second_factor: boolean;
  /** The person has a code app or a passkey, whether or not this session used it. */
  has_second_factor: boolean;
}

export async function findSession(ex: Executor, token: string): Promise<SessionRow | undefined> {
  const { rows } = await sql<SessionRow>`
    select s.user_id, s.second_factor,
      (coalesce(p.two_factor_enabled, false) or exists (select 1 from passkeys k where k.user_id = p.id)) as has_second_factor
    from sessions s join people p on p.id = s.user_id where s.token = ${token}`.execute(ex);
  return rows[0];
}

/** @returns true when the session was not prolonged for a day */
export async function isProlongDue(ex: Executor, token: string, now: Date): Promise<boolean> {
  const { rows } = await sql`select 1 from sessions where token = ${token} and updated_at < ${now}::timestamptz - interval '1 day'`.execute(
    ex,
  );
  return rows.length > 0;
}

export async function strengthenSession(ex: Executor, token: string): Promise<void> {
  await sql`update sessions set second_factor = true where token = ${token}`.execute(ex);
}

/** The WHERE lets a code through once; it is right for at most a minute and a half. @returns false when it was used before */
export async function useCode(ex: Executor, userId: string, codeHash: Buffer): Promise<boolean> {
  const { rows } = await sql`
    update code_apps set used_code_hash = ${codeHash}, used_code_at = now()
    where user_id = ${userId} and (used_code_hash is distinct from ${codeHash} or used_code_at < now() - interval '2 minutes') returning id`.execute(
    ex,
  );
  return rows.length > 0;
}

export async function deleteSessionByToken(ex: Executor, token: string): Promise<void> {
  await sql`delete from sessions where token = ${token}`.execute(ex);
}

/** Codes, challenges and sessions that ended; better-auth leaves them behind. @returns how many rows went */
export async function sweepEnded(ex: Executor): Promise<number> {
  const sessions = await sql`delete from sessions where expires_at < now()`.execute(ex);
  const verifications = await sql`delete from verifications where expires_at < now()`.execute(ex);
  return Number((sessions.numAffectedRows ?? 0n) + (verifications.numAffectedRows ?? 0n));
}

export interface ListedSessionRow {
  id: string;
  token: string;
  second_factor: boolean;
  created_at: Date;
  updated_at: Date;
  expires_at: Date;
  ip_address: string | null;
  user_agent: string | null;
}

export async function findSessions(ex: Executor, userId: string, now: Date): Promise<ListedSessionRow[]> {
  const { rows } = await sql<ListedSessionRow>`
    select id, token, second_factor, created_at, updated_at, expires_at, ip_address, user_agent
    from sessions where user_id = ${userId} and expires_at > ${now} order by updated_at desc, id limit 100`.execute(ex);
  return rows;
}

/** The WHERE keeps people to their own sessions. */
export async function deleteSession(ex: Executor, userId: string, sessionId: string): Promise<boolean> {
  const { rows } = await sql`delete from sessions where id = ${sessionId} and user_id = ${userId} returning id`.execute(ex);
  return rows.length > 0;
}

export async function deleteOtherSessions(ex: Executor, userId: string, keepToken: string): Promise<void> {
  await sql`delete from sessions where user_id = ${userId} and token <> ${keepToken}`.execute(ex);
}
