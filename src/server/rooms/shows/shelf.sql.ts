import { sql } from 'kysely';
import type { Executor, Tx } from '#platform/db.ts';

export interface ShelfRow {
  show_id: string;
  product_id: string;
  position: number;
  shown_at: Date | null;
}
export interface SegmentRow {
  id: string;
  show_id: string;
  position: number;
  title: string;
  minutes: number;
  product_id: string | null;
  notes: string;
  started_at: Date | null;
}

export async function findShelf(ex: Executor, showId: string): Promise<ShelfRow[]> {
  const { rows } = await sql<ShelfRow>`select * from show_shelf where show_id = ${showId} order by position`.execute(ex);
  return rows;
}

/** The first products of each show, and how many there are. */
export async function findShelfHeads(
  ex: Executor,
  showIds: readonly string[],
  each: number,
): Promise<Map<string, { ids: string[]; count: number }>> {
  const { rows } = await sql<{ show_id: string; ids: string[]; count: number }>`
    select show_id, (array_agg(product_id order by position))[1:${each}] as ids, count(*)::int as count
    from show_shelf where show_id = any(${[...showIds]}::uuid[]) group by show_id`.execute(ex);
  return new Map(rows.map((row) => [row.show_id, { ids: row.ids, count: row.count }]));
}

/** Puts exactly these on the shelf, in this order; what stays keeps the moment it was shown. */
export async function replaceShelf(tx: Tx, showId: string, productIds: readonly string[]): Promise<void> {
  await sql`delete from show_shelf where show_id = ${showId} and product_id <> all(${[...productIds]}::uuid[])`.execute(tx);
  await sql`
    insert into show_shelf (show_id, product_id, position)
    select ${showId}, product_id, n::int from unnest(${[...productIds]}::uuid[]) with ordinality as wanted(product_id, n)
    on conflict (show_id, product_id) do update set position = excluded.position`.execute(tx);
}

export const markShown = (tx: Tx, showId: string, productIds: readonly string[], at: Date) =>
  sql`update show_shelf set shown_at = ${at}
      where show_id = ${showId} and product_id = any(${[...productIds]}::uuid[]) and shown_at is null`.execute(tx);

export async function findSegments(ex: Executor, showId: string): Promise<SegmentRow[]> {
  const { rows } = await sql<SegmentRow>`select * from show_segments where show_id = ${showId} order by position`.execute(ex);
  return rows;
}

/** A run of show as it was sent: what is absent goes, what has a known id keeps the moment it started. */
export async function replaceSegments(
  tx: Tx,
  showId: string,
  segments: readonly { id: string; title: string; minutes: number; productId: string | null; notes: string }[],
): Promise<void> {
  await sql`delete from show_segments where show_id = ${showId} and id <> all(${segments.map((segment) => segment.id)}::uuid[])`.execute(
    tx,
  );
  await sql`
    insert into show_segments (id, show_id, position, title, minutes, product_id, notes)
    select (row.value->>'id')::uuid, ${showId}, row.n::int, row.value->>'title', (row.value->>'minutes')::int,
           (row.value->>'productId')::uuid, row.value->>'notes'
    from jsonb_array_elements(${JSON.stringify(segments)}::jsonb) with ordinality as row(value, n)
    on conflict (id) do update set position = excluded.position, title = excluded.title, minutes = excluded.minutes,
      product_id = excluded.product_id, notes = excluded.notes
      -- An id of another show is not ours to change.
      where show_segments.show_id = excluded.show_id`.execute(tx);
}

export const markStarted = (tx: Tx, segmentId: string, at: Date) =>
  sql`update show_segments set started_at = ${at} where id = ${segmentId}`.execute(tx);

/** Segments of a product that left the shelf keep their place in the plan, without it. */
export const forgetProducts = (tx: Tx, showId: string, productIds: readonly string[]) =>
  sql`update show_segments set product_id = null
      where show_id = ${showId} and product_id is not null and product_id <> all(${[...productIds]}::uuid[])`.execute(tx);
