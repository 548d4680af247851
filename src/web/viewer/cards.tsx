import { useState } from 'react';
import type { ShowCard } from '#contract/shows.ts';
import { money, time } from '../client/format.ts';
import { Eye, Play } from '../ui/icons.ts';
import { Avatar, ProductPicture, Tag } from '../ui/parts.tsx';
import { useLanguage, useWords } from './words.ts';

const count = (value: number, language: string) => new Intl.NumberFormat(language === 'nl' ? 'nl-BE' : 'en-GB').format(value);

/** What the picture shows before it moves: the live thumbnail, the poster, or the first product on its paper. */
export function Poster({ show, className = '' }: { show: Pick<ShowCard, 'thumbUrl' | 'posterUrl' | 'products'>; className?: string }) {
  // A product's own picture is cut out for paper; stretched over the whole card it would be a colour.
  const first = show.products.find((product) => product.imageUrl === show.posterUrl) ?? show.products[0];
  // Not every machine can make thumbnails, and the first of a show takes some seconds: then the next best stands there.
  const [failed, setFailed] = useState<readonly string[]>([]);
  const poster = first?.imageUrl === show.posterUrl ? null : show.posterUrl;
  const src = [show.thumbUrl, poster].find((url) => url && !failed.includes(url));
  if (src) return <img className={`poster-i ${className}`} src={src} alt="" decoding="async" onError={() => setFailed([...failed, src])} />;
  return <ProductPicture src={first?.imageUrl ?? null} paper={first?.paper ?? 'stone'} className={`poster-i ${className}`} width="46%" />;
}

/** @param alone the only show on air: it has the whole row, and tells what lies on its shelf */
export function LiveCard({ show, isFirst, alone = false }: { show: ShowCard; isFirst: boolean; alone?: boolean }) {
  const w = useWords();
  const language = useLanguage();
  const product = show.products[0];
  return (
    <a className={`lc ${isFirst ? 'first' : ''}`} href={`/shows/${show.slug}`}>
      <div className="vid">
        <Poster show={show} />
        <span className="lc-top">
          <Tag tone="live">
            <span className="dot" />
            {w.live}
          </Tag>
          {show.isSynthetic ? <Tag tone="info">{w.madeByMachine}</Tag> : null}
          <span className="tag eye end">
            <Eye size={14} aria-hidden="true" />
            {count(show.watching, language)}
            <span className="sr">{w.watchingWord}</span>
          </span>
        </span>
        {isFirst && product ? (
          <div className="lc-pin" data-theme="light">
            <ProductPicture src={product.imageUrl} paper={product.paper} width="82%" />
            <b className="b grow two">{product.title}</b>
            <span className="d lc-price">{money(product.price, language)}</span>
          </div>
        ) : null}
      </div>
      <div className="cap">
        <Avatar name={show.host.name} src={show.host.imageUrl} size={isFirst ? 36 : 32} />
        <div className="grow">
          <h3 className="two">{show.title}</h3>
          <p className="sm m ell">{w.hostFor(show.host.name, [show.shop.name, show.shop.city].filter(Boolean).join(', '))}</p>
          {show.isDemo ? <p className="xs mm">{w.demoShow}</p> : null}
        </div>
        {alone ? <OnShelf show={show} /> : null}
      </div>
    </a>
  );
}

/** What follows the product that the picture shows. */
function OnShelf({ show }: { show: ShowCard }) {
  const w = useWords();
  const language = useLanguage();
  return (
    <div className="lc-shelf">
      {show.products.slice(1, 4).map((product) => (
        <span key={product.id} className="lc-item">
          <ProductPicture src={product.imageUrl} paper={product.paper} width="82%" />
          <span className="grow two">{product.title}</span>
          <b className="b">{money(product.price, language)}</b>
        </span>
      ))}
      <p className="sm proofc b">{w.itemsOnShelf(show.productCount)}</p>
    </div>
  );
}

export function ReplayCard({ show }: { show: ShowCard }) {
  const w = useWords();
  const language = useLanguage();
  const first = show.products[0];
  return (
    <a className="lc rc" href={`/shows/${show.slug}`}>
      <div className="vid paper">
        {first ? <ProductPicture src={first.imageUrl} paper={first.paper} /> : <Poster show={show} />}
        <span className="tag dark">
          <Play size={13} aria-hidden="true" />
          {w.replay}
        </span>
      </div>
      <h3 className="two">{show.title}</h3>
      <p className="xs m ell">{[show.shop.name, show.endedAt ? time(show.endedAt, 'day', language) : ''].filter(Boolean).join(', ')}</p>
      <p className="xs proofc b">{w.itemsOnShelf(show.productCount)}</p>
    </a>
  );
}
