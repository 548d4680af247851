import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import type { Registers } from '#contract/room.ts';
import type { ShelfItem, Show } from '#contract/shows.ts';
import { money } from '../../../client/format.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Undo } from '../../../ui/icons.ts';
import { useLanguage, useWords } from '../../words.ts';
import { useNumber } from '../counters.tsx';
import { leftOf, mainVariant, soldOut } from '../show-facts.ts';
import type { Pip } from './use-pip.ts';
import './pip.css';

interface PipProps {
  pip: Pip;
  show: Show;
  video: RefObject<HTMLVideoElement | null>;
  /** What the host shows now; its price follows the room here as on the page. */
  item: ShelfItem | null;
  registers: Registers;
  now: number;
  offline: boolean;
  onBuy: (productId: string) => void;
  /** Captions, in step with the picture. */
  children?: ReactNode;
}

/** What stands in the page's own small window: the picture itself, and the product with the price that holds. */
export function PipWindow(props: PipProps) {
  const { pip } = props;
  return pip.window ? createPortal(<Inside {...props} small={pip.window} />, pip.window.document.body) : null;
}

function Inside({ pip, small, show, video, item, registers, now, offline, onBuy, children }: PipProps & { small: Window }) {
  const w = useWords();
  const slot = useRef<HTMLDivElement>(null);
  useLentVideo(video, slot, small);
  useEffect(() => {
    const hear = (event: KeyboardEvent) => event.key === 'Escape' && pip.comeBack();
    small.addEventListener('keydown', hear);
    return () => small.removeEventListener('keydown', hear);
  }, [small, pip]);
  return (
    <main className="pipw night" aria-label={show.title}>
      <div className="pip-picture">
        <div className="pip-slot" ref={slot} />
        <IconButton className="glass" label={w.pip.back} onClick={pip.comeBack}>
          <Undo size={18} />
        </IconButton>
        {children}
      </div>
      {item ? (
        <PipCard
          item={item}
          registers={registers}
          now={now}
          offline={offline}
          onBuy={() => {
            pip.comeBack();
            onBuy(item.product.id);
          }}
        />
      ) : null}
    </main>
  );
}

function PipCard({
  item,
  registers,
  now,
  offline,
  onBuy,
}: Pick<PipProps, 'registers' | 'now' | 'offline'> & { item: ShelfItem; onBuy: () => void }) {
  const w = useWords();
  const language = useLanguage();
  const number = useNumber();
  const { product } = item;
  const variant = mainVariant(product, item, registers, now);
  const gone = soldOut(product, registers);
  return (
    <article className="pip-card" data-theme="light">
      <div className="grow">
        <h2 className="ell">{product.title}</h2>
        <p className="row">
          <b className="d pip-price">{money(variant.facts.price, language)}</b>
          <span className="xs">{gone ? w.soldOut : w.left(number(leftOf(variant, registers)))}</span>
        </p>
      </div>
      <Button tone="buy" disabled={gone || offline} onClick={onBuy}>
        {gone ? w.soldOut : offline ? w.offline : w.buy}
      </Button>
    </article>
  );
}

/** The one picture is lent to the small window and comes home when that closes, before its document is gone. */
function useLentVideo(video: RefObject<HTMLVideoElement | null>, slot: RefObject<HTMLElement | null>, small: Window): void {
  useEffect(() => {
    const element = video.current;
    const home = element?.parentElement;
    if (!element || !home || !slot.current) return;
    move(element, slot.current);
    const comeHome = () => home.isConnected && element.parentElement !== home && move(element, home);
    small.addEventListener('pagehide', comeHome, { once: true });
    return () => {
      small.removeEventListener('pagehide', comeHome);
      comeHome();
    };
  }, [video, slot, small]);
}

/** A video that moves to another document is paused by it; whoever paused it before wants it to stay so. */
function move(video: HTMLVideoElement, to: HTMLElement): void {
  const played = !video.paused;
  to.append(video);
  if (played) video.play().catch(() => {});
}
