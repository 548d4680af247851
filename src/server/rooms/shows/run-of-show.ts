import type { Segment } from '#contract/shows.ts';
import type { SegmentRow } from './shelf.sql.ts';

/**
 * The plan as people read it: planned times follow from the start and the minutes before; done, now and next
 * follow from what was started. A segment that was skipped stays for later: it was not shown.
 * @param startsAt the planned start, or the real one when nothing was planned; null gives no times
 */
export function runOfShow(rows: readonly SegmentRow[], nowSegmentId: string | null, startsAt: Date | null): Segment[] {
  const nowAt = rows.findIndex((row) => row.id === nowSegmentId);
  const next = rows.find((row, at) => at > nowAt && row.started_at === null)?.id;
  let minutesBefore = 0;
  return rows.map((row, position) => {
    const plannedAt = startsAt === null ? null : new Date(startsAt.getTime() + minutesBefore * 60_000).toISOString();
    minutesBefore += row.minutes;
    return {
      id: row.id,
      position,
      title: row.title,
      minutes: row.minutes,
      productId: row.product_id,
      notes: row.notes,
      state: row.id === nowSegmentId ? 'now' : row.started_at !== null ? 'done' : row.id === next ? 'next' : 'later',
      plannedAt,
      startedAt: row.started_at?.toISOString() ?? null,
    };
  });
}
