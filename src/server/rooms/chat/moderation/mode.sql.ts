import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { ChatMode, PinnedAnswer } from '#contract/room.ts';
import type { Executor, Tx } from '#platform/db.ts';

export interface ModeRow extends ChatMode {
  modeAt: Date | null;
  pinned: PinnedAnswer | null;
  pinnedLine: string | null;
}
const MODE = sql`slow_seconds as "slowSeconds", paused, auto, mode_at as "modeAt", pinned, pinned_line as "pinnedLine" from chat_rooms`;
const PLAIN: ModeRow = { slowSeconds: 0, paused: false, auto: false, modeAt: null, pinned: null, pinnedLine: null };

export async function findMode(ex: Executor, showId: string): Promise<ModeRow> {
  const { rows } = await sql<ModeRow>`select ${MODE} where show_id = ${showId}`.execute(ex);
  return rows[0] ?? PLAIN;
}

/** The locks of several rooms' chats, always in one order: two who need the same ones do not wait for each other forever. */
export async function lockRooms(tx: Tx, showIds: readonly string[]): Promise<void> {
  for (const showId of new Set([...showIds].toSorted())) {
    await sql`insert into chat_rooms (show_id, salt) values (${showId}, ${randomBytes(16)}) on conflict do nothing`.execute(tx);
    await sql`select 1 from chat_rooms where show_id = ${showId} for update`.execute(tx);
  }
}

export const saveMode = (tx: Tx, showId: string, mode: ChatMode, at: Date) =>
  sql`update chat_rooms set slow_seconds = ${mode.slowSeconds}, paused = ${mode.paused}, auto = ${mode.auto}, mode_at = ${at} where show_id = ${showId}`.execute(
    tx,
  );

export const savePinned = (tx: Tx, showId: string, lineId: string | null, pinned: PinnedAnswer | null) =>
  sql`update chat_rooms set pinned_line = ${lineId}, pinned = ${pinned ? JSON.stringify(pinned) : null}::jsonb where show_id = ${showId}`.execute(
    tx,
  );

/** Lines that were accepted since then, shown or not. */
export async function countSaid(ex: Executor, showId: string, since: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from chat_lines where show_id = ${showId} and said_at > ${since}`.execute(ex);
  return rows[0]!.count;
}
