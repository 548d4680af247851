import { useState } from 'react';
import type { Registers } from '#contract/room.ts';
import type { ShelfItem, Show } from '#contract/shows.ts';
import { money, time } from '../../client/format.ts';
import { Button } from '../../ui/button.tsx';
import { Play, Search } from '../../ui/icons.ts';
import { EmptyState, ProductPicture, Tabs, Tag } from '../../ui/parts.tsx';
import { useLanguage, useWords } from '../words.ts';
import { Left } from './counters.tsx';
import { pastOf, VariantPrice } from './price.tsx';
import { leftOf, mainVariant, soldOut } from './show-facts.ts';

interface ShelfProps {
  show: Show;
  pins: readonly string[];
  registers: Registers;
  now: number;
  onOpen: (productId: string) => void;
  onBuy: (productId: string) => void;
}

type Tab = 'all' | 'now' | 'next';

/** Everything that this show sells: what is on screen, what comes, what was. */
export function Shelf({ show, pins, registers, now, onOpen, onBuy }: ShelfProps) {
  const w = useWords();
  const [tab, setTab] = useState<Tab>('all');
  const [search, setSearch] = useState('');
  const next = new Set(
    show.runOfShow.filter((segment) => segment.state === 'next' || segment.state === 'later').flatMap((segment) => segment.productId ?? []),
  );
  const wanted = search.trim().toLocaleLowerCase();
  const items = show.shelf
    .filter(
      (item) =>
        tab === 'all' || (tab === 'now' ? pins.includes(item.product.id) : next.has(item.product.id) && !pins.includes(item.product.id)),
    )
    .filter((item) => wanted === '' || item.product.title.toLocaleLowerCase().includes(wanted))
    .toSorted((a, b) => Number(pins.includes(b.product.id)) - Number(pins.includes(a.product.id)) || a.position - b.position);

  return (
    <div className="shelf">
      <Tabs
        label={w.shelf}
        current={tab}
        onPick={(key) => setTab(key as Tab)}
        tabs={[
          { key: 'all', label: w.tabAll(show.shelf.length) },
          { key: 'now', label: w.tabNow },
          { key: 'next', label: w.tabNext },
        ]}
      />
      {show.shelf.length > 6 ? (
        <div className="inp shelf-q">
          <Search size={18} aria-hidden="true" />
          <input
            type="search"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            placeholder={w.searchShow(show.shelf.length)}
            aria-label={w.searchShow(show.shelf.length)}
          />
        </div>
      ) : null}
      {items.length === 0 ? <EmptyState title={show.shelf.length === 0 ? w.noProducts : w.nothingFound} /> : null}
      <ul>
        {items.map((item) => (
          <li key={item.product.id}>
            {pins.includes(item.product.id) ? (
              <PinnedRow
                item={item}
                registers={registers}
                now={now}
                onOpen={() => onOpen(item.product.id)}
                onBuy={() => onBuy(item.product.id)}
              />
            ) : (
              <ShelfRow
                item={item}
                registers={registers}
                now={now}
                isNext={next.has(item.product.id)}
                onOpen={() => onOpen(item.product.id)}
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function PinnedRow({
  item,
  registers,
  now,
  onOpen,
  onBuy,
}: {
  item: ShelfItem;
  registers: Registers;
  now: number;
  onOpen: () => void;
  onBuy: () => void;
}) {
  const w = useWords();
  const variant = mainVariant(item.product, item, registers, now);
  const gone = soldOut(item.product, registers);
  return (
    <article className="sh now" data-theme="light">
      <ProductPicture src={item.product.image?.url ?? null} paper={item.product.paper} width="84%" />
      <div className="grow">
        <div className="row between wrap">
          <Tag tone="live">{w.onScreenNow}</Tag>
          <span className="xs m">
            <Left left={leftOf(variant, registers)} />
          </span>
        </div>
        <h3>
          <button type="button" className="plain" onClick={onOpen}>
            {item.product.title}
          </button>
        </h3>
        <div className="row between sh-buy">
          <VariantPrice variant={variant} size={26} />
          <Button tone="buy" disabled={gone} onClick={onBuy}>
            {gone ? w.soldOut : w.buy}
          </Button>
        </div>
      </div>
    </article>
  );
}

function ShelfRow({
  item,
  registers,
  now,
  isNext,
  onOpen,
}: {
  item: ShelfItem;
  registers: Registers;
  now: number;
  isNext: boolean;
  onOpen: () => void;
}) {
  const w = useWords();
  const language = useLanguage();
  const variant = mainVariant(item.product, item, registers, now);
  const gone = soldOut(item.product, registers);
  const from = new Set(item.product.variants.map((other) => other.facts.price.minor)).size > 1;
  const price = money(variant.facts.price, language);
  const status = item.shownAt
    ? w.shownAt(time(item.shownAt, 'clock', language))
    : item.plannedAt && isNext
      ? w.upNextAt(time(item.plannedAt, 'clock', language))
      : item.product.variants.length > 1
        ? w.variantsCount(item.product.variants.length)
        : item.product.vendor;
  return (
    <button type="button" className="sh" onClick={onOpen}>
      <ProductPicture src={item.product.image?.url ?? null} paper={item.product.paper} width="70%" />
      <span className="sh-t">
        <b className="d ell">{item.product.title}</b>
        <span className={`xs row g1 ${item.shownAt ? 'proofc' : 'mm'}`}>
          {item.shownAt ? <Play size={12} aria-hidden="true" /> : null}
          {status}
        </span>
      </span>
      <span className="r">
        <b className="d">{from ? w.from(price) : price}</b>
        <span className="xs mm">{gone ? w.soldOut : pastOf(variant, w, language)}</span>
      </span>
    </button>
  );
}
