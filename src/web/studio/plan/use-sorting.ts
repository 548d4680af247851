import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { moved } from './reorder.ts';

/**
 * Puts a list in another order, by pointer or by keyboard (WCAG 2.5.7: dragging is never the only way).
 * The handle of a row takes arrow keys; a pointer that took the handle moves the row to where it points.
 * `said` is for a live region: where the row stands now.
 */
export function useSorting<T>(list: readonly T[], onOrder: (next: T[]) => void, say: (place: number, of: number) => string) {
  const [held, setHeld] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const rows = useRef<HTMLElement | null>(null);

  const move = (from: number, to: number): number => {
    const place = Math.max(0, Math.min(to, list.length - 1));
    if (place === from) return from;
    onOrder(moved(list, from, place));
    setSaid(say(place + 1, list.length));
    return place;
  };
  const latest = useRef(move);
  latest.current = move;

  // On the window, not on the handle: a row that changes its place in the page loses a pointer capture.
  useEffect(() => {
    if (held === null) return;
    const onMove = (event: globalThis.PointerEvent) => {
      const under = rowAt(rows.current, event.clientY);
      if (under !== -1 && under !== held) setHeld(latest.current(held, under));
    };
    const letGo = () => setHeld(null);
    addEventListener('pointermove', onMove);
    addEventListener('pointerup', letGo);
    addEventListener('pointercancel', letGo);
    return () => {
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', letGo);
      removeEventListener('pointercancel', letGo);
    };
  }, [held]);

  const onKeyDown = (at: number) => (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowUp: -1, ArrowDown: 1, Home: -list.length, End: list.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = move(at, at + step);
    // After the row stands in its new place, the focus goes along with it.
    requestAnimationFrame(() => rows.current?.querySelectorAll<HTMLElement>('[data-handle]')[to]?.focus());
  };

  return {
    held,
    said,
    list: (element: HTMLElement | null) => void (rows.current = element),
    handle: (at: number) => ({
      'data-handle': '',
      onKeyDown: onKeyDown(at),
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        event.preventDefault();
        event.currentTarget.focus();
        setHeld(at);
      },
    }),
  };
}

function rowAt(list: HTMLElement | null, y: number): number {
  return [...(list?.children ?? [])].findIndex((row) => {
    const box = row.getBoundingClientRect();
    return y >= box.top && y < box.bottom;
  });
}
