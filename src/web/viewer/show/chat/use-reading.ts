import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ChatLine } from '#contract/room.ts';
import type { ShowRoom } from '../use-room.ts';

/** Near enough to the end to be carried along with it. */
const END_PX = 40;
/** A hand moved it, not a line that came. */
const MOVED_PX = 4;
const GONE_KEPT = 500;

/**
 * The lines as somebody reads them: carried along at the end, and standing still from the moment they scroll up (or for
 * as long as `still`). What a moderator takes away goes in either case.
 */
export function useReading(lines: readonly ChatLine[], room: ShowRoom | null, still: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const top = useRef(0);
  const [kept, setKept] = useState<readonly ChatLine[] | null>(null);
  const [missed, setMissed] = useState(0);
  const newest = useRef(lines);
  newest.current = lines;
  const stop = () => setKept((old) => old ?? newest.current);

  useEffect(() => {
    setMissed(0);
    setKept(still ? newest.current : null);
  }, [still]);
  useEffect(() => {
    if (!kept) return;
    setMissed(0);
    return room?.hear((event) => {
      if (event.k === 'chat') setMissed((count) => count + 1);
    });
  }, [kept !== null, room]);
  const gone = useGone(room);
  const shown = kept ? kept.filter((line) => !gone.has(line.id) && !gone.has(line.author)) : lines;

  useLayoutEffect(() => {
    if (kept || !box.current) return;
    box.current.scrollTop = box.current.scrollHeight;
    top.current = box.current.scrollTop;
  });

  return {
    box,
    shown,
    missed,
    isStill: kept !== null,
    /** Stands still without scrolling: for somebody who walks the lines with the keyboard. */
    stop,
    onScroll() {
      const at = box.current;
      if (!at) return;
      const isAtEnd = at.scrollHeight - at.scrollTop - at.clientHeight < END_PX;
      if (isAtEnd && !still) setKept(null);
      else if (at.scrollTop < top.current - MOVED_PX) stop();
      top.current = at.scrollTop;
    },
    /** To the newest line. In calm they stand still again from there. */
    toEnd() {
      setMissed(0);
      setKept(still ? newest.current : null);
      requestAnimationFrame(() => box.current?.scrollTo({ top: box.current.scrollHeight }));
    },
  };
}

/** Lines and authors that were taken away while older lines stand on the screen. */
function useGone(room: ShowRoom | null): ReadonlySet<string> {
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  useEffect(
    () =>
      room?.hear((event) => {
        const what =
          event.k === 'chat.hidden' ? event.d.id : event.k === 'chat.ban' && event.d.earlier && !event.d.lifted ? event.d.author : null;
        if (what) setGone((old) => new Set([...old, what].slice(-GONE_KEPT)));
        if (event.k === 'chat.shown') setGone((old) => new Set([...old].filter((id) => id !== event.d.id)));
      }),
    [room],
  );
  return gone;
}
