import type { Show } from '#contract/shows.ts';
import { money, time } from '../../client/format.ts';
import type { Room } from '../../client/room.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { CircleCheck, TimerOff } from '../../ui/icons.ts';
import { Avatar, Note, ProductPicture } from '../../ui/parts.tsx';
import { CalendarButton } from '../calendar-button.tsx';
import { Poster } from '../cards.tsx';
import { useClock } from '../tools.tsx';
import { useLanguage, useWords } from '../words.ts';
import { Label } from './live.tsx';
import { pastOf } from './price.tsx';

/** A show that has not begun: when, who, what will be on the shelf. Also late, and cancelled with its reason. */
export function Before({ show, room }: { show: Show; room: Room | null }) {
  const w = useWords();
  const language = useLanguage();
  const now = useClock(room?.serverNow ?? Date.now, 1000);
  const cancelled = show.state === 'cancelled';
  const late = !cancelled && show.startsAt !== null && Date.parse(show.startsAt) <= now;

  return (
    <article className="showpage">
      <div className="poster night">
        <Poster show={show} />
        <div className="poster-shade" />
        {show.startsAt && !cancelled ? <StartsIn startsAt={show.startsAt} now={now} /> : null}
      </div>
      <div className="showtext">
        <p className="sm b m">{show.startsAt ? time(show.startsAt, 'moment', language) : w.timeOpen}</p>
        <h1 tabIndex={-1}>{show.title}</h1>
        {cancelled ? (
          <Note tone="stop" icon={<TimerOff size={18} />} role="status">
            <b className="b">{w.showCancelled}</b> {show.notice}
          </Note>
        ) : late ? (
          <Note tone="warn" icon={<TimerOff size={18} />} role="status">
            <b className="b">{w.showLate}</b> {show.notice ?? w.showLateText}
          </Note>
        ) : null}
        <div className="row g3">
          <Avatar name={show.host.name} src={show.host.imageUrl} size={44} />
          <div className="grow">
            <b className="b">{show.host.name}</b>
            <p className="sm m">
              <a href={`/shops/${show.shop.slug}`}>{show.shop.name}</a>
              {show.shop.city ? `, ${show.shop.city}` : ''}
            </p>
          </div>
        </div>
        <Label show={show} />
        {show.description ? <p className="m prose">{show.description}</p> : null}
        {show.shelf.length > 0 ? (
          <section>
            <h2>{w.onTheShelf(show.shelf.length)}</h2>
            {show.shelf.slice(0, 12).map(({ product }) => {
              const variant = product.variants[0]!;
              const cheapest = product.variants.reduce(
                (low, other) => (other.facts.price.minor < low.facts.price.minor ? other : low),
                variant,
              );
              return (
                <a key={product.id} className="pr plain" href={`/shops/${show.shop.slug}/products/${product.handle}`}>
                  <ProductPicture src={product.image?.url ?? null} paper={product.paper} width="78%" />
                  <span>
                    <b className="b">{product.title}</b>
                    <span className="xs m">
                      {product.variants.length > 1 ? w.variantsCount(product.variants.length) : pastOf(variant, w, language)}
                    </span>
                  </span>
                  <b className="b">
                    {product.variants.length > 1 ? w.from(money(cheapest.facts.price, language)) : money(variant.facts.price, language)}
                  </b>
                </a>
              );
            })}
          </section>
        ) : (
          <p className="m sm">{w.noProducts}</p>
        )}
        <p className="xs m row">
          <CircleCheck size={16} aria-hidden="true" />
          {w.noSurprises}
        </p>
        <div className="foot-action">
          {cancelled ? (
            <ButtonLink href="/" tone="solid" size="xl" wide>
              {w.toHome}
            </ButtonLink>
          ) : (
            <CalendarButton show={show} big />
          )}
        </div>
      </div>
    </article>
  );
}

function StartsIn({ startsAt, now }: { startsAt: string; now: number }) {
  const w = useWords();
  const minutes = Math.max(0, Math.ceil((Date.parse(startsAt) - now) / 60_000));
  if (minutes === 0) return null;
  const parts = [
    [Math.floor(minutes / 1440), w.days],
    [Math.floor(minutes / 60) % 24, w.hours],
    [minutes % 60, w.minutes],
  ] as const;
  return (
    <div className="cd" role="timer" aria-label={w.startsIn(...(parts.map(([value]) => value) as [number, number, number]))}>
      {parts.map(([value, word]) => (
        <div key={word(2)} aria-hidden="true">
          <b>{value}</b>
          <span>{word(value)}</span>
        </div>
      ))}
    </div>
  );
}
