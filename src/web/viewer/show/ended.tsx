import { useState } from 'react';
import type { ShelfItem, Show } from '#contract/shows.ts';
import { money, time } from '../../client/format.ts';
import type { Room } from '../../client/room.ts';
import { Button } from '../../ui/button.tsx';
import { Avatar, Note, ProductPicture, Tabs } from '../../ui/parts.tsx';
import { ChapterList } from '../replay/chapter-list.tsx';
import { ReplayChat } from '../replay/replay-chat.tsx';
import { chapterAt, positionOfLink } from '../replay/replay-facts.ts';
import '../replay/replay.css';
import { useReplayFacts, useReplayPlayer } from '../replay/use-replay.ts';
import { Watch } from '../replay/watch.tsx';
import { useReplayWords } from '../replay/words.ts';
import { type SaleWish, SaleSheet } from '../sale/sale-sheet.tsx';
import { useClock } from '../tools.tsx';
import { useLanguage, useWords } from '../words.ts';
import { useReplayCaptions } from './captions/replay-captions.tsx';
import { useNumber } from './counters.tsx';
import { Label } from './live.tsx';
import { pastOf } from './price.tsx';
import { mainVariant, soldOut } from './show-facts.ts';
import { useOfferEnd } from './use-offer-end.ts';

const PRICES_LOOK_MS = 5_000;

/** A show that has ended keeps selling: its replay by product, what was on the shelf, at today's prices. */
export function Ended({ show, room, reload }: { show: Show; room: Room | null; reload: () => void }) {
  const w = useWords();
  const r = useReplayWords();
  const language = useLanguage();
  const serverNow = room?.serverNow ?? Date.now;
  const nowMs = useClock(serverNow, PRICES_LOOK_MS);
  useOfferEnd(show, nowMs, reload);
  const loaded = useReplayFacts(show.id);
  const replay = loaded.state === 'ready' ? loaded.value : null;
  const [linkedMs] = useState(() => positionOfLink(new URLSearchParams(location.search).get('t')));
  const picture = useReplayPlayer(show.id, replay, linkedMs);
  const captions = useReplayCaptions(show, picture);
  const [sale, setSale] = useState<SaleWish | null>(null);
  const [beside, setBeside] = useState<'chapters' | 'chat'>('chapters');
  const open = (productId: string) => setSale({ productId, step: 'product' });

  const chapters = replay?.chapters ?? [];
  const inReplay = new Set(chapters.flatMap((chapter) => chapter.product?.id ?? []));
  const rest = show.shelf.filter((item) => !inReplay.has(item.product.id));
  const still = rest.filter((item) => !soldOut(item.product, {}));

  return (
    <article className="replayp">
      <Watch
        show={show}
        replay={replay}
        isLoading={loaded.state === 'loading'}
        picture={picture}
        nowMs={nowMs}
        onOpen={open}
        onBuy={(productId) => setSale({ productId, step: 'buy' })}
        over={captions.over}
      >
        {captions.button}
      </Watch>
      <div className="rside">
        <div className="row g3">
          <Avatar name={show.host.name} src={show.host.imageUrl} size={46} />
          <div className="grow">
            <h1 tabIndex={-1}>{show.title}</h1>
            <p className="sm m">
              {show.host.name}, <a href={`/shops/${show.shop.slug}`}>{show.shop.name}</a>
            </p>
          </div>
        </div>
        <Label show={show} />
        {loaded.state === 'refused' ? (
          <Note tone="stop" role="alert">
            <p>{r.refused}</p>
            <Button size="sm" onClick={loaded.reload}>
              {w.tryAgain}
            </Button>
          </Note>
        ) : null}
        {replay?.state === 'ready' ? (
          <Tabs
            label={r.beside}
            current={beside}
            onPick={(key) => setBeside(key === 'chat' ? 'chat' : 'chapters')}
            tabs={[
              { key: 'chapters', label: r.chaptersTab },
              { key: 'chat', label: r.chat },
            ]}
          />
        ) : null}
        {replay?.state === 'ready' && beside === 'chat' ? (
          <ReplayChat showId={show.id} replay={replay} positionMs={picture.positionMs} />
        ) : chapters.length > 0 ? (
          <ChapterList
            show={show}
            chapters={chapters}
            questions={replay?.questions ?? []}
            current={chapterAt(chapters, picture.positionMs)}
            nowMs={nowMs}
            onGo={picture.go}
          />
        ) : null}
        {rest.length > 0 ? (
          <section>
            <div className="row between wrap">
              <h2>{chapters.length > 0 ? r.notInReplay : w.stillForSale(still.length, rest.length)}</h2>
              <span className="sm m">{w.normalPrices}</span>
            </div>
            {rest.map((item) => (
              <ShelfRow key={item.product.id} item={item} nowMs={nowMs} onView={() => open(item.product.id)} />
            ))}
          </section>
        ) : null}
        <Recap show={show} />
        <p className="sm">
          <a href={`/shows/${show.slug}/counting`}>{w.howCounted}</a>
        </p>
        <p className="xs mm">{show.endedAt ? w.endedAt(time(show.endedAt, 'moment', language)) : w.ended}</p>
      </div>
      {sale ? (
        <SaleSheet
          key={sale.productId}
          wish={sale}
          show={show}
          registers={{}}
          serverNow={serverNow}
          onClose={() => setSale(null)}
          reload={reload}
        />
      ) : null}
    </article>
  );
}

function ShelfRow({ item, nowMs, onView }: { item: ShelfItem; nowMs: number; onView: () => void }) {
  const w = useWords();
  const language = useLanguage();
  const variant = mainVariant(item.product, item, {}, nowMs);
  return (
    <div className="pr">
      <ProductPicture src={item.product.image?.url ?? null} paper={item.product.paper} width="70%" />
      <span>
        <b className="b">{item.product.title}</b>
        <span className="sm m">{pastOf(variant, w, language)}</span>
      </span>
      <span className="r">
        <b className="b">{money(variant.facts.price, language)}</b>
        <Button size="sm" onClick={onView}>
          {w.view}
        </Button>
      </span>
    </div>
  );
}

function Recap({ show }: { show: Show }) {
  const w = useWords();
  const number = useNumber();
  return (
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
  );
}
