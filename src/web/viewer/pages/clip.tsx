import { useState } from 'react';
import type { Clip } from '#contract/clips.ts';
import type { Show } from '#contract/shows.ts';
import { ask, type Refusal, sentence } from '../../client/api.ts';
import { time } from '../../client/format.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Play, RefreshCw, TriangleAlert } from '../../ui/icons.ts';
import { Avatar, EmptyState, ProductPicture } from '../../ui/parts.tsx';
import { Refused } from '../problems.tsx';
import '../replay/replay.css';
import { linkTo, spell } from '../replay/replay-facts.ts';
import { clipPath, LinkButtons } from '../replay/share.tsx';
import { useReplayWords } from '../replay/words.ts';
import { type SaleWish, SaleSheet } from '../sale/sale-sheet.tsx';
import { Label } from '../show/live.tsx';
import { VariantPrice } from '../show/price.tsx';
import { mainVariant } from '../show/show-facts.ts';
import { Waiting } from '../states.tsx';
import { useClock, useLoad, useOnline, useTools } from '../tools.tsx';
import { useLanguage, useWords } from '../words.ts';

interface Facts {
  clip: Clip;
  show: Show;
}

/** A clip with the product that it shows under it, and the way to the whole replay. */
export default function ClipPage({ clipId }: { clipId: string }) {
  const { api } = useTools();
  const loaded = useLoad<Facts>(clipId, async () => {
    const clip = await ask(api.GET('/api/clips/{clipId}', { params: { path: { clipId } } }));
    if (!clip.ok) return clip;
    const show = await ask(api.GET('/api/shows/{showId}', { params: { path: { showId: clip.value.showId } } }));
    return show.ok ? { ok: true, value: { clip: clip.value, show: show.value as Show } } : show;
  });
  if (loaded.state === 'loading') return <Waiting />;
  if (loaded.state === 'refused') return <NoClip refusal={loaded.refusal} retry={loaded.reload} />;
  return <Watched {...loaded.value} reload={loaded.reload} />;
}

function NoClip({ refusal, retry }: { refusal: Refusal; retry: () => void }) {
  const w = useWords();
  const language = useLanguage();
  if (refusal.reason !== 'clip_withdrawn') return <Refused refusal={refusal} retry={retry} />;
  return (
    <EmptyState
      icon={<TriangleAlert size={36} />}
      title={sentence(refusal, language)}
      action={
        <ButtonLink tone="solid" href="/">
          {w.toHome}
        </ButtonLink>
      }
    />
  );
}

function Watched({ clip, show, reload }: Facts & { reload: () => void }) {
  const r = useReplayWords();
  const language = useLanguage();
  const [sale, setSale] = useState<SaleWish | null>(null);
  const item = show.shelf.find((entry) => entry.product.id === clip.productId) ?? null;
  return (
    <article className="clipp">
      <ClipVideo clip={clip} show={show} />
      <div className="col g4 clipp-t">
        <div className="row g3">
          <Avatar name={show.host.name} src={show.host.imageUrl} size={46} />
          <div className="grow">
            <h1 tabIndex={-1}>{clip.title}</h1>
            <p className="sm m">
              {r.clipFrom(show.endedAt ? time(show.startedAt ?? show.endedAt, 'day', language) : '')}{' '}
              <a href={`/shows/${show.slug}`}>{show.title}</a>, {show.host.name}, <a href={`/shops/${show.shop.slug}`}>{show.shop.name}</a>
            </p>
          </div>
        </div>
        {item ? (
          <ClipProduct
            item={item}
            onOpen={() => setSale({ productId: item.product.id, step: 'product' })}
            onBuy={() => setSale({ productId: item.product.id, step: 'buy' })}
          />
        ) : null}
        <ButtonLink icon={<Play size={17} />} href={linkTo(show.slug, clip.fromMs)}>
          {r.watchReplayAt(spell(clip.fromMs))}
        </ButtonLink>
        <LinkButtons title={clip.title} path={clipPath(show.slug, clip.id)} />
      </div>
      {sale ? (
        <SaleSheet
          key={sale.productId}
          wish={sale}
          show={show}
          registers={{}}
          serverNow={Date.now}
          onClose={() => setSale(null)}
          reload={reload}
        />
      ) : null}
    </article>
  );
}

function ClipVideo({ clip, show }: { clip: Clip; show: Show }) {
  const w = useWords();
  const r = useReplayWords();
  const [failed, setFailed] = useState(false);
  return (
    <section className="clipp-v stage night" aria-label={clip.title}>
      {failed ? (
        <div className="rstage-said paper-card" data-theme="light" role="alert">
          <h2>{r.clipFailed}</h2>
          <Button icon={<RefreshCw size={17} />} onClick={() => setFailed(false)}>
            {w.tryAgain}
          </Button>
        </div>
      ) : (
        <video
          src={clip.url}
          poster={clip.posterUrl}
          controls
          playsInline
          preload="metadata"
          aria-label={clip.title}
          onError={() => setFailed(true)}
        />
      )}
      <div className="rstage-top">
        <Label show={show} brief />
      </div>
    </section>
  );
}

const PRICES_LOOK_MS = 5_000;

function ClipProduct({ item, onOpen, onBuy }: { item: Show['shelf'][number]; onOpen: () => void; onBuy: () => void }) {
  const w = useWords();
  const r = useReplayWords();
  const online = useOnline();
  const nowMs = useClock(Date.now, PRICES_LOOK_MS);
  const variant = mainVariant(item.product, item, {}, nowMs);
  const gone = variant.left <= 0;
  return (
    <section className="rcard" data-theme="light" aria-label={item.product.title}>
      <ProductPicture src={item.product.image?.url ?? null} paper={item.product.paper} width="60%" />
      <div className="rcard-t">
        <h2>
          <button type="button" className="plain" onClick={onOpen}>
            {item.product.title}
          </button>
        </h2>
        <VariantPrice variant={variant} size={28} />
        <p className="sm m">{r.pricesOfToday}</p>
        <Button tone="buy" wide disabled={gone || !online} onClick={onBuy}>
          {gone ? r.soldOut : online ? w.buy : r.buyOffline}
        </Button>
      </div>
    </section>
  );
}
