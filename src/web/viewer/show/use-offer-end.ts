import { useEffect, useRef } from 'react';
import type { Show } from '#contract/shows.ts';

/** When an offer runs out its price is over; the new one is asked for, never computed here. */
export function useOfferEnd(show: Show, now: number, reload: () => void): void {
  const over = show.shelf
    .flatMap((item) => item.offers)
    .filter((offer) => offer.state === 'running' && offer.endsAt !== null && Date.parse(offer.endsAt) <= now).length;
  const ask = useRef(reload);
  ask.current = reload;
  useEffect(() => {
    if (over === 0) return;
    const timer = setTimeout(() => ask.current(), 300 + Math.random() * 1200);
    return () => clearTimeout(timer);
  }, [over]);
}
