import { useEffect, useRef, useState } from 'react';
import type { Console } from './use-console.ts';
import { useWords } from './words.ts';

/** Says to a screen reader what came in while somebody works elsewhere on the desk; never moves the focus. */
export function Announcer({ room }: { room: Console }) {
  const words = useWords();
  const { held } = room.moderation;
  const known = useRef<ReadonlySet<string> | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (!room.moderation.desk.data) return;
    const fresh = known.current ? held.filter(({ id }) => !known.current!.has(id)) : [];
    known.current = new Set([...(known.current ?? []), ...held.map(({ id }) => id)].slice(-300));
    const newest = fresh.at(-1);
    if (newest) setSaid(words.newHeld(newest.name, words.reasons[newest.reasons[0] ?? 'other']));
  }, [held, room.moderation.desk.data, words]);
  return (
    <p className="sr" role="status">
      {said}
    </p>
  );
}
