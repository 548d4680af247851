import { useState } from 'react';
import type { Show } from '#contract/shows.ts';
import { money, time } from '../../client/format.ts';
import type { Room } from '../../client/socket.ts';
import { Button } from '../../ui/button.tsx';
import { Play } from '../../ui/icons.ts';
import { ProductPicture } from '../../ui/parts.tsx';
import { Poster } from '../cards.tsx';
import { type SaleWish, SaleSheet } from '../sale/sale-sheet.tsx';
import { useLanguage, useWords } from '../words.ts';
import { useNumber } from './counters.tsx';
import { Label } from './live.tsx';
import { pastOf } from './price.tsx';
import { Replay } from './replay.tsx';
import { mainVariant, soldOut } from './show-facts.ts';

/** A show that has ended keeps selling: its replay, what was on the shelf, at today's prices. */
export function Ended({ show, room, reload }: { show: Show; room: Room | null; reload: () => void }) {
  const w = useWords();
  const language = useLanguage();
  const number = useNumber();
  const [startAt, setStartAt] = useState<number | null>(null);
  const [sale, setSale] = useState<SaleWish | null>(null);
  const replay = show.media.replayUrl;
  const still = show.shelf.filter((item) => !soldOut(item.product, {}));
  const secondOf = (moment: string) =>
    show.media.replayStartsAtMs === null ? null : Math.max(0, (Date.parse(moment) - show.media.replayStartsAtMs) / 1000);

  return (
    <article className="showpage">
      {startAt !== null && replay ? (
        <Replay show={show} url={replay} startAt={startAt} secondOf={secondOf} />
      ) : (
        <div className="poster night short">
          <Poster show={show} />
          <div className="poster-shade" />
          {replay ? (
            <Button className="watch" data-theme="light" onClick={() => setStartAt(0)} icon={<Play size={18} fill="currentColor" />}>
              {w.watchFromStart(show.media.replayDurationMs === null ? '' : time(show.media.replayDurationMs, 'left', language))}
            </Button>
          ) : (
            <p className="watch sm">{w.noReplayYet}</p>
          )}
        </div>
      )}
      <div className="showtext">
        <p className="sm b m">{show.endedAt ? w.endedAt(time(show.endedAt, 'moment', language)) : w.ended}</p>
        <h1 tabIndex={-1}>{show.title}</h1>
        <p className="sm m">
          {show.host.name}, <a href={`/shops/${show.shop.slug}`}>{show.shop.name}</a>
        </p>
        <Label show={show} />
        <dl className="card recap">
          <div>
            <dd>{number(show.counters.sold)}</dd>
            <dt>{w.soldNet}</dt>
          </div>
          <div>
            <dd>{number(show.counters.hearts)}</dd>
            <dt>{w.hearts}</dt>
          </div>
          <div>
            <dd>{number(show.shelf.length)}</dd>
            <dt>{w.products}</dt>
          </div>
        </dl>
        <div className="row between wrap">
          <h2>{w.stillForSale(still.length, show.shelf.length)}</h2>
          <span className="sm m">{w.normalPrices}</span>
        </div>
        {show.shelf.map((item) => {
          const variant = mainVariant(item.product, item, {}, Date.now());
          const at = item.shownAt === null ? null : secondOf(item.shownAt);
          const offered = item.offers.find((offer) => offer.endsAt !== null && offer.state === 'ended');
          return (
            <div className="pr ended" key={item.product.id}>
              <span className="pr-pic">
                <ProductPicture src={item.product.image?.url ?? null} paper={item.product.paper} width="70%" />
                {replay && at !== null ? (
                  <button type="button" className="tag dark" onClick={() => setStartAt(at)} aria-label={w.playMoment(item.product.title)}>
                    <Play size={12} aria-hidden="true" />
                    {time(item.shownAt!, 'clock', language)}
                  </button>
                ) : null}
              </span>
              <span>
                <b className="b">{item.product.title}</b>
                <span className="sm m">
                  {offered?.endsAt
                    ? w.offerWas(money(offered.price, language), time(offered.endsAt, 'clock', language))
                    : pastOf(variant, w, language)}
                </span>
              </span>
              <span className="r">
                <b className="b">{money(variant.facts.price, language)}</b>
                <Button size="sm" onClick={() => setSale({ productId: item.product.id, step: 'product' })}>
                  {w.view}
                </Button>
              </span>
            </div>
          );
        })}
      </div>
      {sale ? (
        <SaleSheet
          key={sale.productId}
          wish={sale}
          show={show}
          registers={{}}
          serverNow={room?.serverNow ?? Date.now}
          onClose={() => setSale(null)}
          reload={reload}
        />
      ) : null}
    </article>
  );
}
