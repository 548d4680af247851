import { useEffect } from 'react';
import type { Registers } from '#contract/room.ts';
import type { ShelfItem, Show } from '#contract/shows.ts';
import { money } from '../../../client/format.ts';
import { useLanguage, useWords } from '../../words.ts';
import { mainVariant, soldOut } from '../show-facts.ts';

/**
 * What the system says is playing: on the lock screen, in the volume panel, beside the browser's own small window,
 * over which no page can draw. The product on screen with the price that holds, as long as it holds.
 */
export function useMediaSession(show: Show, item: ShelfItem | null, registers: Registers, now: number): void {
  const w = useWords();
  const language = useLanguage();
  const variant = item ? mainVariant(item.product, item, registers, now) : null;
  const price = item && variant ? (soldOut(item.product, registers) ? w.soldOut : money(variant.facts.price, language)) : null;
  const title = item && price ? `${item.product.title}, ${price}` : show.title;
  const artist = [show.host.name, show.shop.name].join(', ');
  const picture = item?.product.image?.url ?? null;
  useEffect(() => {
    if (!('mediaSession' in navigator)) return;
    const artwork = picture ? [{ src: picture }] : [];
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist, album: show.title, artwork });
    return () => {
      navigator.mediaSession.metadata = null;
    };
  }, [title, artist, picture, show.title]);
}
