import { useEffect, useRef, useState } from 'react';
import type { Room } from '../../client/room.ts';
import { Heart } from '../../ui/icons.ts';
import { useCalmMotion } from '../tools.tsx';
import { useWords } from '../words.ts';
import { useNumber } from './counters.tsx';

/** A person taps at most so often; faster taps are one. */
const PER_SECOND = 3;
const SHOWN_MAX = 6;

/** Likes: counted on the server, sent once a second. */
export function HeartButton({ room, total }: { room: Room | null; total: number }) {
  const w = useWords();
  const number = useNumber();
  const taps = useRef(0);
  const [lit, setLit] = useState(false);

  useEffect(() => {
    const timer = setInterval(() => {
      const n = Math.min(taps.current, PER_SECOND);
      taps.current = 0;
      setLit(false);
      // Taps are not saved up for a connection that comes back.
      if (n > 0 && room?.view.get().status === 'open') void room.send('hearts', { n });
    }, 1000);
    return () => clearInterval(timer);
  }, [room]);

  return (
    <>
      <button
        type="button"
        className={`ib glass ${lit ? 'lit' : ''}`}
        aria-label={w.like}
        onClick={() => {
          taps.current += 1;
          setLit(true);
        }}
      >
        <Heart size={20} fill="currentColor" />
      </button>
      <small>{number(total)}</small>
    </>
  );
}

/** Hearts of everybody, a few at a time; none when motion is unwelcome. */
export function FloatingHearts({ total }: { total: number }) {
  const still = useCalmMotion();
  const [flying, setFlying] = useState<number[]>([]);
  const before = useRef(total);
  const next = useRef(0);

  useEffect(() => {
    const more = Math.min(PER_SECOND, total - before.current);
    before.current = total;
    if (still || more <= 0) return;
    const made = Array.from({ length: more }, () => (next.current += 1));
    setFlying((old) => [...old, ...made].slice(-SHOWN_MAX));
    const timer = setTimeout(() => setFlying((old) => old.filter((id) => !made.includes(id))), 2600);
    return () => clearTimeout(timer);
  }, [total, still]);

  if (still) return null;
  return (
    <div className="hearts" aria-hidden="true">
      {flying.map((id) => (
        <Heart key={id} className={`h${id % 3}`} size={14 + (id % 3) * 5} fill="#FF5C7A" stroke="none" />
      ))}
    </div>
  );
}
