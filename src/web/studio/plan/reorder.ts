/** Takes the item at `from` out and puts it back at `to`; places outside the list are pulled to its ends. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = [...list];
  const [item] = rest.splice(from, 1);
  if (item === undefined) return rest;
  rest.splice(Math.max(0, Math.min(to, rest.length)), 0, item);
  return rest;
}

/** Each part's own start, from the first moment and the minutes before it. Null without a date. */
export function startsOf(minutes: readonly number[], firstAt: string | null): (string | null)[] {
  let at = firstAt === null ? null : Date.parse(firstAt);
  return minutes.map((length) => {
    const mine = at === null ? null : new Date(at).toISOString();
    if (at !== null) at += length * 60_000;
    return mine;
  });
}
