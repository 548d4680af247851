import type { CountedMinute } from '#contract/counting.ts';

/** The inside of a chart, in its own units. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
export interface Scale {
  /** From 0 up to at least the largest value. */
  readonly lines: readonly number[];
  readonly top: number;
}

const MINUTE_MS = 60_000;
/** Longer without a count than this, and the line is broken: nobody knows what was between. */
const HOLE_MS = 2.5 * MINUTE_MS;
const TIME_STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440];

/** Round numbers, at most four lines above zero; a chart of nothing still has a scale. */
export function scaleOf(largest: number): Scale {
  const rough = Math.max(largest, 1) / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, magnitude * [1, 2, 5, 10].find((factor) => magnitude * factor >= rough)!);
  const count = Math.ceil(Math.max(largest, 1) / step);
  return { lines: Array.from({ length: count + 1 }, (_, at) => at * step), top: count * step };
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}
export const spanOf = (minutes: readonly CountedMinute[]): Span => {
  const fromMs = Date.parse(minutes[0]!.at);
  return { fromMs, toMs: Math.max(Date.parse(minutes.at(-1)!.at), fromMs + MINUTE_MS) };
};

export const xOf = (at: number, span: Span, box: Box): number =>
  box.left + ((at - span.fromMs) / (span.toMs - span.fromMs)) * (box.right - box.left);
export const yOf = (value: number, scale: Scale, box: Box): number => box.bottom - (value / scale.top) * (box.bottom - box.top);

/** @param steps a number that holds until the next one is drawn as steps, a sampled one as a line */
export function pathOf(
  minutes: readonly CountedMinute[],
  value: (minute: CountedMinute) => number,
  on: { span: Span; scale: Scale; box: Box; steps?: boolean },
): string {
  let before = -Infinity;
  const parts = minutes.map((minute) => {
    const at = Date.parse(minute.at);
    const x = xOf(at, on.span, on.box).toFixed(1);
    const y = yOf(value(minute), on.scale, on.box).toFixed(1);
    const isBroken = at - before > HOLE_MS;
    before = at;
    if (isBroken) return `M${x} ${y}`;
    return on.steps ? `H${x}V${y}` : `L${x} ${y}`;
  });
  return parts.join('');
}

/** Full minutes and hours of the reader's clock, at most seven. */
export function timesOf({ fromMs, toMs }: Span, zoneOffsetMs: number): number[] {
  const step = (TIME_STEPS_MIN.find((minutes) => (toMs - fromMs) / (minutes * MINUTE_MS) <= 6) ?? 2880) * MINUTE_MS;
  const first = Math.ceil((fromMs + zoneOffsetMs) / step) * step - zoneOffsetMs;
  const times: number[] = [];
  for (let at = first; at <= toMs && times.length < 8; at += step) times.push(at);
  return times;
}

export interface IdleSpan extends Span {
  /** Most devices at once that were connected and not counted. */
  readonly most: number;
}

/**
 * Stretches in which unusually many devices were connected without counting as watchers. There are always some (pages
 * that just opened, phones in a pocket): what is unusual is more than twice the middle of the show and a tenth of it.
 */
export function idleSpans(minutes: readonly CountedMinute[]): IdleSpan[] {
  const extra = minutes.map(({ connected, watching }) => connected - watching);
  const usual = Math.max(0, extra.toSorted((a, b) => a - b)[Math.floor(extra.length / 2)] ?? 0);
  const spans: IdleSpan[] = [];
  minutes.forEach((minute, at) => {
    const most = extra[at]!;
    if (most <= Math.max(5, usual * 2, usual + minute.watching / 10)) return;
    const fromMs = Date.parse(minute.at);
    const last = spans.at(-1);
    if (last && fromMs - last.toMs < HOLE_MS)
      spans[spans.length - 1] = { fromMs: last.fromMs, toMs: fromMs, most: Math.max(last.most, most) };
    else spans.push({ fromMs, toMs: fromMs, most });
  });
  return spans;
}

/** The minute with the most watchers; null without minutes. */
export const peakOf = (minutes: readonly CountedMinute[]): CountedMinute | null =>
  minutes.reduce<CountedMinute | null>((best, minute) => (best && best.watching >= minute.watching ? best : minute), null);
