import { useEffect, useRef, useState } from 'react';

/** A card must not change under a finger: the tap was meant for what was there. */
const GUARD_MS = 400;

/**
 * Which product the pinned card shows. A new pin waits while the card is being touched,
 * and for a moment after it has come in, taps do nothing.
 */
export function useGuardedPin(pinned: string | null) {
  const [shown, setShown] = useState(pinned);
  const touchedAt = useRef(Number.NEGATIVE_INFINITY);
  const changedAt = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    if (pinned === shown) return;
    const wait = Math.max(0, touchedAt.current + GUARD_MS - performance.now());
    const timer = setTimeout(() => {
      changedAt.current = performance.now();
      setShown(pinned);
    }, wait);
    return () => clearTimeout(timer);
  }, [pinned, shown]);

  return {
    shown,
    touch: () => {
      touchedAt.current = performance.now();
    },
    isSettled: () => performance.now() - changedAt.current >= GUARD_MS,
  };
}
