import type { ChatLine } from '#contract/room.ts';

/** A line as the crew sees it. */
export type DeskLine = ChatLine & { readonly hidden: boolean };

/** What a desk shows at most: two minutes of a busy chat. */
export const LINES_KEPT = 120;

const inOrder = (lines: Iterable<DeskLine>): readonly DeskLine[] =>
  [...lines].sort((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id)).slice(-LINES_KEPT);

/** Adds what the room shows now. A line that it shows is not hidden; one that it lacks may only be too old for it. */
export function withShown(lines: readonly DeskLine[], shown: readonly ChatLine[]): readonly DeskLine[] {
  const all = new Map(lines.map((line) => [line.id, line]));
  for (const line of shown) all.set(line.id, { ...line, hidden: false });
  return inOrder(all.values());
}

/** Adds what the record of the chat says, hidden lines included. */
export function withRecord(lines: readonly DeskLine[], record: readonly DeskLine[]): readonly DeskLine[] {
  const all = new Map(lines.map((line) => [line.id, line]));
  for (const line of record) all.set(line.id, line);
  return inOrder(all.values());
}

export const withHidden = (lines: readonly DeskLine[], id: string, hidden: boolean): readonly DeskLine[] =>
  lines.some((line) => line.id === id && line.hidden !== hidden)
    ? lines.map((line) => (line.id === id ? { ...line, hidden } : line))
    : lines;

/** A ban that takes the earlier lines away too. */
export const withoutAuthor = (lines: readonly DeskLine[], author: string): readonly DeskLine[] =>
  lines.map((line) => (line.author === author ? { ...line, hidden: true } : line));
