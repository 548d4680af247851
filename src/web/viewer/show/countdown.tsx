import { useEffect, useRef, useState } from 'react';
import { time } from '../../client/format.ts';
import { useCalm } from '../tools.tsx';
import { useLanguage, useWords } from '../words.ts';

const ANNOUNCED = [60, 30, 10];

/**
 * How long an offer still runs. The end is a moment of the server's clock; nothing here can move it.
 * In calm mode the end is said in words and nothing runs. A screen reader hears 60, 30 and 10 seconds, never every second.
 */
export function Countdown({ endsAt, now }: { endsAt: string; now: number }) {
  const w = useWords();
  const [calm] = useCalm();
  const language = useLanguage();
  const leftMs = Date.parse(endsAt) - now;
  const said = useRef(Number.POSITIVE_INFINITY);
  const [saying, setSaying] = useState('');
  const seconds = Math.ceil(leftMs / 1000);

  useEffect(() => {
    const mark = ANNOUNCED.find((limit) => seconds <= limit && seconds > limit - 3 && said.current > limit);
    if (mark === undefined) return;
    said.current = mark;
    setSaying(w.secondsLeft(mark));
  }, [seconds, w]);

  if (calm) return <span>{w.offerEnds(time(endsAt, 'clock', language))}</span>;
  return (
    <span>
      <b className="cd-b">{time(leftMs, 'left', language)}</b> {w.leftEnds(time(endsAt, 'clock', language))}
      <span className="sr" role="status">
        {saying}
      </span>
    </span>
  );
}
