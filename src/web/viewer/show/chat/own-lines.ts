import type { ReasonCode } from '#contract/reasons.ts';
import type { ChatLine, Notice, RoomEvent } from '#contract/room.ts';
import type { Ack } from '../../../client/room.ts';

/**
 * What this person said and nobody else's line tells yet. It stands in the chat at once, in the order it was typed,
 * and leaves when the room brings the line itself.
 */
export interface OwnLine {
  /** The id of the command: the answer and the notices name it. */
  readonly clientId: string;
  readonly text: string;
  readonly replyTo: ChatLine['replyTo'] | null;
  /**
   * `sending`: not answered yet, perhaps for want of a connection. `held`: a moderator looks first. `hidden`: a moderator
   * did not let it through. `refused`: never said. `said`: taken, and the room does not show it to everybody.
   */
  readonly state: 'sending' | 'held' | 'hidden' | 'refused' | 'said';
  readonly reason: ReasonCode | 'unreachable' | null;
  /** Its place in the log, once it was told. */
  readonly seq: number | null;
  /** The line it stands behind for good; null while it stands at the end. */
  readonly after: string | null;
}
/** What stood at recent places of the log; an answer may come after the line itself. */
export type RecentKinds = ReadonlyMap<number, RoomEvent['k']>;

/** More than the room lets wait; the oldest that is settled goes first. */
const MOST = 20;

export function said(lines: readonly OwnLine[], line: Pick<OwnLine, 'clientId' | 'text' | 'replyTo'>): OwnLine[] {
  const all: OwnLine[] = [...lines, { ...line, state: 'sending', reason: null, seq: null, after: null }];
  if (all.length <= MOST) return all;
  const settled = all.findIndex(({ state }) => state !== 'sending' && state !== 'held');
  return all.toSpliced(Math.max(settled, 0), 1);
}

/** @param last the newest line of the room now */
export function answered(
  lines: readonly OwnLine[],
  clientId: string,
  ack: Ack,
  recent: RecentKinds,
  last: string | null,
): readonly OwnLine[] {
  if (!ack.ok) return change(lines, clientId, { state: 'refused', reason: ack.reason });
  if (ack.w === 'held') return change(lines, clientId, { state: 'held' });
  const kind = ack.s === undefined ? undefined : recent.get(ack.s);
  if (kind === 'chat') return without(lines, clientId);
  const stands = ack.w === 'sampled' || kind !== undefined || ack.s === undefined;
  return change(lines, clientId, { state: 'said', seq: ack.s ?? null, after: stands ? last : null });
}

/** The room told what stands at a place: my line itself, or something that nobody else is shown. */
export function arrived(lines: readonly OwnLine[], event: Pick<RoomEvent, 's' | 'k'>, last: string | null): readonly OwnLine[] {
  const mine = lines.find(({ seq }) => seq === event.s);
  if (!mine) return lines;
  return event.k === 'chat' ? without(lines, mine.clientId) : change(lines, mine.clientId, { after: last });
}

/**
 * What I said before this page was opened and the room does not show me: held, or taken and shown to nobody else. Each
 * stands where it was said; what is older than the room's oldest line is left where it is.
 */
export function restored(
  own: readonly OwnLine[],
  mine: readonly (ChatLine & { s: number | null; w: 'held' | 'sampled' | null })[],
  room: readonly ChatLine[],
): readonly OwnLine[] {
  const there = new Set(room.map(({ id }) => id));
  const before: OwnLine[] = mine
    .filter(
      ({ id, at, s }) => !there.has(id) && (room.length === 0 || at >= room[0]!.at) && !own.some(({ seq }) => s !== null && seq === s),
    )
    .map(({ id, text, replyTo, at, s, w }) => ({
      clientId: id,
      text,
      replyTo: replyTo ?? null,
      state: w === 'held' ? 'held' : 'said',
      reason: null,
      seq: s,
      after: w === 'held' ? null : (room.findLast((line) => line.at <= at)?.id ?? null),
    }));
  return [...before, ...own].slice(-MOST);
}

export function noticed(lines: readonly OwnLine[], notice: Extract<Notice, { k: 'line' }>): readonly OwnLine[] {
  // Shown is told to everybody as a line of the room.
  if (notice.state === 'shown') return without(lines, notice.clientId);
  return change(lines, notice.clientId, { state: notice.state });
}

export const without = (lines: readonly OwnLine[], clientId: string): readonly OwnLine[] =>
  lines.some((line) => line.clientId === clientId) ? lines.filter((line) => line.clientId !== clientId) : lines;

const change = (lines: readonly OwnLine[], clientId: string, to: Partial<OwnLine>): readonly OwnLine[] =>
  lines.some((line) => line.clientId === clientId) ? lines.map((line) => (line.clientId === clientId ? { ...line, ...to } : line)) : lines;

export type Row = { readonly key: string; readonly line: ChatLine } | { readonly key: string; readonly own: OwnLine };

/** The lines of the room with mine between them: what is settled behind the line it followed, the rest at the end. */
export function rowsOf(lines: readonly ChatLine[], own: readonly OwnLine[], most: number): Row[] {
  if (own.length === 0) return lines.slice(-most).map((line) => ({ key: line.id, line }));
  const settled = own.filter(({ after }) => after !== null);
  const rows: Row[] = [];
  for (const line of lines) {
    rows.push({ key: line.id, line });
    for (const mine of settled) if (mine.after === line.id) rows.push({ key: mine.clientId, own: mine });
  }
  for (const mine of own) if (mine.after === null) rows.push({ key: mine.clientId, own: mine });
  return rows.slice(-most);
}
