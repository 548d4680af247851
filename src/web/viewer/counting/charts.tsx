import type { CountedMinute } from '#contract/counting.ts';
import { time } from '../../client/format.ts';
import { useMedia } from '../tools.tsx';
import { useNumber } from '../show/counters.tsx';
import { useLanguage } from '../words.ts';
import { type Box, idleSpans, pathOf, peakOf, type Scale, scaleOf, type Span, spanOf, timesOf, xOf, yOf } from './curves.ts';
import { useCountingWords } from './words.ts';

/** Drawn as wide as it is seen, so that its words keep their size. */
function useBoxes() {
  const width = useMedia('(max-width: 640px)') ? 360 : 820;
  const tall: Box = { left: 44, right: width - 8, top: 14, bottom: 224 };
  return { width, tall, low: { ...tall, top: 10, bottom: 102 }, isNarrow: width < 820 };
}

/** What everybody was shown, and beside it every device that was connected: the difference is not hidden. */
export function WatchingChart({ minutes }: { minutes: readonly CountedMinute[] }) {
  const w = useCountingWords();
  const number = useNumber();
  const language = useLanguage();
  const { width, tall, isNarrow } = useBoxes();
  const span = spanOf(minutes);
  const scale = scaleOf(Math.max(...minutes.map(({ watching, connected }) => Math.max(watching, connected))));
  const on = { span, scale, box: tall };
  const peak = peakOf(minutes)!;
  const [x, y] = [xOf(Date.parse(peak.at), span, tall), yOf(peak.watching, scale, tall)];
  const least = Math.min(...minutes.map(({ watching }) => watching));
  const clock = (at: number) => time(at, 'clock', language);
  const idle = idleSpans(minutes).map((one) => ({ ...one, said: w.idle(number(one.most), clock(one.fromMs), clock(one.toMs)) }));
  return (
    <>
      <svg viewBox={`0 0 ${width} 250`} className="curve" role="img" aria-label={w.watchingAlt(number(least), number(peak.watching))}>
        {idle.map(({ fromMs, toMs, said }) => {
          const from = xOf(fromMs, span, tall);
          const wide = Math.max(6, xOf(toMs, span, tall) - from);
          const isLate = from > (tall.left + tall.right) / 2;
          return (
            <g key={fromMs}>
              <rect x={from} y={tall.top} width={wide} height={tall.bottom - tall.top} className="idle" />
              {isNarrow ? null : (
                <text x={isLate ? from - 6 : from + wide + 6} y={tall.top + 12} textAnchor={isLate ? 'end' : 'start'} className="idle-t">
                  {said}
                </text>
              )}
            </g>
          );
        })}
        <Axes span={span} scale={scale} box={tall} />
        <path d={pathOf(minutes, ({ connected }) => connected, on)} className="connected" />
        <path d={pathOf(minutes, ({ watching }) => watching, on)} className="shown" />
        <circle cx={x} cy={y} r={5} className="peak" />
        <text x={x} y={y - 12} textAnchor={x > tall.right - 40 ? 'end' : 'middle'} className="b">
          {number(peak.watching)}
        </text>
      </svg>
      {isNarrow
        ? idle.map(({ fromMs, said }) => (
            <p key={fromMs} className="sm warnc">
              {said}
            </p>
          ))
        : null}
    </>
  );
}

export function SoldChart({ minutes, isLive }: { minutes: readonly CountedMinute[]; isLive: boolean }) {
  const w = useCountingWords();
  const number = useNumber();
  const { width, low } = useBoxes();
  const span = spanOf(minutes);
  const most = Math.max(...minutes.map(({ sold }) => sold));
  const scale = scaleOf(most);
  const last = minutes.at(-1)!.sold;
  return (
    <svg viewBox={`0 0 ${width} 122`} className="curve" role="img" aria-label={w.soldAlt(number(most), number(last))}>
      <Axes span={span} scale={{ ...scale, lines: [0, scale.lines[Math.ceil((scale.lines.length - 1) / 2)]!, scale.top] }} box={low} />
      <path d={pathOf(minutes, ({ sold }) => sold, { span, scale, box: low, steps: true })} className="net" />
      <text x={low.right} y={Math.max(10, yOf(last, scale, low) - 8)} textAnchor="end" className="b">
        {w.soldEnd(number(last), isLive)}
      </text>
    </svg>
  );
}

function Axes({ span, scale, box }: { span: Span; scale: Scale; box: Box }) {
  const number = useNumber();
  const language = useLanguage();
  const offsetMs = -new Date(span.fromMs).getTimezoneOffset() * 60_000;
  return (
    <g aria-hidden="true">
      {[...new Set(scale.lines)].map((value) => (
        <g key={value}>
          <path d={`M${box.left} ${yOf(value, scale, box)}H${box.right}`} className="grid" />
          <text x={box.left - 6} y={yOf(value, scale, box) + 4} textAnchor="end" className="axis">
            {number(value)}
          </text>
        </g>
      ))}
      {timesOf(span, offsetMs).map((at) => (
        <text key={at} x={xOf(at, span, box)} y={box.bottom + 18} textAnchor="middle" className="axis">
          {time(at, 'clock', language)}
        </text>
      ))}
    </g>
  );
}
