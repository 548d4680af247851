import type { ChatLine, RoomEvent } from '#contract/room.ts';

/** So much of what was said before a moment is read with it. */
const BEFORE_MS = 120_000;
/** The next page is asked for when the replay comes this near to the end of what is here. */
const AHEAD_MS = 20_000;
/** Nearer than this the pages in between are read; further is a jump. More than `BEFORE_MS`, or a full chat would jump for ever. */
const JUMP_MS = 300_000;
/** Lines kept at once: an hour of a busy chat, and no more of a show of 72 hours. */
const MOST = 2_000;

export interface PastLine {
  readonly s: number;
  readonly t: number;
  readonly line: ChatLine;
}
/** A stretch of the record that is here. Times in ms since 1970. */
export interface Stretch {
  readonly fromMs: number;
  /** Everything said before this is here. */
  readonly untilMs: number;
  readonly lastSeq: number;
  /** Nothing comes after it. */
  readonly isEnd: boolean;
  readonly lines: readonly PastLine[];
}
export interface LogPage {
  readonly last: number;
  readonly events: readonly RoomEvent[];
}
export type Ask = { readonly at: number } | { readonly after: number };

/** What is to be read for this moment; null when it is here already. */
export function wanted(stretch: Stretch | null, momentMs: number): Ask | null {
  const isNear = stretch !== null && momentMs >= stretch.fromMs && (stretch.isEnd || momentMs < stretch.untilMs + JUMP_MS);
  if (!isNear) return { at: Math.max(0, Math.floor(momentMs - BEFORE_MS)) };
  return !stretch.isEnd && momentMs > stretch.untilMs - AHEAD_MS ? { after: stretch.lastSeq } : null;
}

/** The page that came for what was asked, joined to what is here. */
export function joined(stretch: Stretch | null, asked: Ask, page: LogPage): Stretch {
  const before = 'after' in asked && stretch ? stretch : null;
  const newest = page.events.at(-1);
  const lastSeq = newest?.s ?? before?.lastSeq ?? page.last;
  return {
    fromMs: before?.fromMs ?? ('at' in asked ? asked.at : 0),
    untilMs: newest?.t ?? before?.untilMs ?? Number.POSITIVE_INFINITY,
    lastSeq,
    isEnd: !newest || lastSeq >= page.last,
    lines: take(before?.lines ?? [], page.events),
  };
}

/** Lines of a page; those that were taken away come without words and stay away. */
function take(lines: readonly PastLine[], events: readonly RoomEvent[]): PastLine[] {
  let all = [...lines];
  for (const event of events) {
    if (event.k === 'chat' && event.d.text !== '') all.push({ s: event.s, t: event.t, line: event.d });
    else if (event.k === 'chat.hidden') all = all.filter(({ line }) => line.id !== event.d.id);
    else if (event.k === 'chat.ban' && event.d.earlier && !event.d.lifted) all = all.filter(({ line }) => line.author !== event.d.author);
    else if (event.k === 'chat.repeat')
      all = all.map((past) => (past.line.id === event.d.id ? { ...past, line: { ...past.line, repeats: event.d.repeats } } : past));
  }
  return all.slice(-MOST);
}

/** What a viewer of then had on the screen at this moment. */
export function linesAt(stretch: Stretch | null, momentMs: number, most: number): ChatLine[] {
  const until = stretch?.lines.findLastIndex(({ t }) => t <= momentMs) ?? -1;
  return stretch ? stretch.lines.slice(Math.max(0, until + 1 - most), until + 1).map(({ line }) => line) : [];
}
