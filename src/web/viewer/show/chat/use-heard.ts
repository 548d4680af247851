import { useEffect, useRef, useState } from 'react';
import type { ChatLine } from '#contract/room.ts';
import { createStore, type Store, useStore } from '../../../client/store.ts';
import { AT_EASE, came, digested, DIGEST_EVERY_MS } from './pace.ts';
import { useChatWords } from './words.ts';

/** `auto`: lines while they come slowly, a count when they come fast. */
export const READ_ALOUD = ['auto', 'all', 'none'] as const;
export type ReadAloud = (typeof READ_ALOUD)[number];
const KEY = 'chat-read-aloud';
/** The screen is rendered every second, so this ends by itself. */
const SETTLE_MS = 800;
let choice: Store<ReadAloud> | null = null;

export function useReadAloud(): [ReadAloud, (next: ReadAloud) => void] {
  choice ??= createStore<ReadAloud>(READ_ALOUD.find((each) => each === localStorage.getItem(KEY)) ?? 'auto');
  const store = choice;
  return [
    useStore(store),
    (next) => {
      store.set(next);
      localStorage.setItem(KEY, next);
    },
  ];
}

/** What a screen reader gets of the chat: whether lines are read out, and the count that is said instead. */
export function useHeard(lines: readonly ChatLine[], me: string | null): { live: 'polite' | 'off'; said: string } {
  const w = useChatWords();
  const [aloud] = useReadAloud();
  const pace = useRef(AT_EASE);
  const last = useRef(lines.at(-1)?.id);
  const quietUntil = useRef(0);
  const [said, setSaid] = useState('');

  // While rendering, because the line that makes it fast must not be read out any more.
  const newest = lines.at(-1)?.id;
  const isSnapshot = last.current === undefined && lines.length > 1;
  if (isSnapshot) {
    // What was said before somebody came is for reading, not for reading out.
    last.current = newest;
    quietUntil.current = Date.now() + SETTLE_MS;
  } else if (newest !== last.current) {
    const from = lines.findIndex((line) => line.id === last.current);
    const fresh = lines.slice(from + 1).filter((line) => line.author !== me).length;
    last.current = newest;
    pace.current = came(pace.current, fresh, Date.now());
  }
  useEffect(() => {
    const timer = setInterval(() => {
      const { pace: next, count } = digested(pace.current, Date.now());
      pace.current = next;
      setSaid(count > 0 ? w.newMessages(count) : '');
    }, DIGEST_EVERY_MS);
    return () => clearInterval(timer);
  }, [w]);
  const isFast = pace.current.isFast;
  const isQuiet = aloud === 'none' || (aloud === 'auto' && isFast) || Date.now() < quietUntil.current;
  return { live: isQuiet ? 'off' : 'polite', said: aloud === 'auto' ? said : '' };
}
