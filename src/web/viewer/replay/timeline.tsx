import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Chapter, Replay, ReplayQuestion } from '#contract/replay.ts';
import type { Hole } from '#lib/replay-timeline.ts';
import { Mic, Users } from '../../ui/icons.ts';
import { ProductPicture, vars } from '../../ui/parts.tsx';
import { chapterName } from './chapter-name.ts';
import { barsOf, chapterAt, chapterStep, spell } from './replay-facts.ts';
import { useReplayWords } from './words.ts';

const STEP_MS = 5_000;
/** A finger is this wide: nearer to the beginning of a chapter than this, it meant the beginning. */
const SNAP_PX = 10;
const MOST_BARS = 120;
const MOST_MARKS = 200;

interface TimelineProps {
  chapters: readonly Chapter[];
  holes: readonly Hole[];
  questions: readonly ReplayQuestion[];
  thumbs: Replay['thumbs'];
  positionMs: number;
  durationMs: number;
  onSeek: (positionMs: number) => void;
}

/** The show as a row of its products. One slider for hands, keys and screen readers; the bars are its picture. */
export function Timeline({ chapters, holes, questions, thumbs, positionMs, durationMs, onSeek }: TimelineProps) {
  const r = useReplayWords();
  const line = useRef<HTMLDivElement>(null);
  const [lookingMs, setLooking] = useState<number | null>(null);
  const dragging = useRef(false);
  const current = chapterAt(chapters, positionMs);
  const part = (ms: number) => `${(100 * ms) / Math.max(1, durationMs)}%`;
  const named = (chapter: Chapter | null) => (chapter ? chapterName(chapter, r) : '');

  function positionAt(event: PointerEvent): number {
    const box = line.current!.getBoundingClientRect();
    const ms = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * durationMs;
    const snapMs = (SNAP_PX / box.width) * durationMs;
    const start = chapters.find((chapter) => Math.abs(chapter.atMs - ms) < snapMs && chapter.endMs - chapter.atMs > 2 * snapMs);
    return start ? start.atMs : ms;
  }

  function onKey(event: KeyboardEvent): void {
    const to = {
      ArrowRight: positionMs + STEP_MS,
      ArrowUp: positionMs + STEP_MS,
      ArrowLeft: positionMs - STEP_MS,
      ArrowDown: positionMs - STEP_MS,
      PageUp: chapterStep(chapters, positionMs, 1)?.atMs,
      PageDown: chapterStep(chapters, positionMs, -1)?.atMs,
      Home: 0,
      End: durationMs,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onSeek(to);
  }

  const looking = lookingMs === null ? null : chapterAt(chapters, lookingMs);
  return (
    <div
      ref={line}
      className="rtl"
      role="slider"
      tabIndex={0}
      aria-label={r.timeline}
      aria-description={r.timelineHelp}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs / 1000)}
      aria-valuenow={Math.round(positionMs / 1000)}
      aria-valuetext={r.atChapter(spell(positionMs), named(current))}
      onKeyDown={onKey}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        dragging.current = true;
        line.current?.setPointerCapture(event.pointerId);
        setLooking(positionAt(event));
      }}
      onPointerMove={(event) => setLooking(positionAt(event))}
      onPointerUp={(event) => {
        if (!dragging.current) return;
        dragging.current = false;
        onSeek(positionAt(event));
        if (event.pointerType !== 'mouse') setLooking(null);
      }}
      onPointerCancel={() => {
        dragging.current = false;
        setLooking(null);
      }}
      onPointerLeave={() => !dragging.current && setLooking(null)}
    >
      {barsOf(chapters, durationMs, MOST_BARS).map((bar) => {
        const { chapter, atMs, endMs } = bar;
        const isOn = current !== null && current.atMs >= atMs && current.atMs < endMs;
        const done = isOn ? (100 * (positionMs - atMs)) / (endMs - atMs) : 0;
        return (
          <span key={chapter.id} className={`rtl-bar ${isOn ? 'on' : ''}`} style={{ left: part(atMs), width: part(endMs - atMs) }}>
            <i style={vars({ '--p': `${Math.min(100, done)}%` })} />
            {chapter.product ? (
              <ProductPicture src={chapter.product.imageUrl} paper={chapter.product.paper} />
            ) : chapter.id === 0 ? (
              <Mic size={18} aria-hidden="true" />
            ) : (
              <Users size={18} aria-hidden="true" />
            )}
          </span>
        );
      })}
      {holes.map((hole) => (
        <span key={hole.atMs} className="rtl-hole" style={{ left: part(hole.atMs) }} title={r.holeAt(spell(hole.lostMs))} />
      ))}
      {questions.slice(0, MOST_MARKS).map((question) => (
        <span key={question.id} className="rtl-q" style={{ left: part(question.atMs) }} title={question.text} />
      ))}
      <span className="rtl-head" style={{ left: part(positionMs) }} />
      {lookingMs === null ? null : (
        <span className="rtl-look" style={vars({ '--at': part(lookingMs) })} aria-hidden="true">
          <Thumb thumbs={thumbs} atMs={lookingMs}>
            {looking?.product ? <ProductPicture src={looking.product.imageUrl} paper={looking.product.paper} /> : null}
          </Thumb>
          <span>
            <b className="b">{named(looking)}</b>
            {spell(lookingMs)}
          </span>
        </span>
      )}
    </div>
  );
}

/** A hand that sweeps over the line asks for the picture where it rests. */
const REST_MS = 120;

/** The small picture of a moment, when the server has one; else what stands for it. */
function Thumb({ thumbs, atMs, children }: { thumbs: Replay['thumbs']; atMs: number; children: ReactNode }) {
  const wanted = thumbs ? thumbs.url.replace('{n}', String(Math.floor(atMs / thumbs.everyMs))) : null;
  const [src, setSrc] = useState<string | null>(null);
  const [absent, setAbsent] = useState(false);
  useEffect(() => {
    const timer = setTimeout(setSrc, REST_MS, wanted);
    return () => clearTimeout(timer);
  }, [wanted]);
  if (src === null || absent) return children;
  return <img src={src} alt="" className="rtl-thumb" onError={() => setAbsent(true)} />;
}
