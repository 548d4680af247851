import type { ReactNode } from 'react';
import type { ProductCard, Variant } from '#contract/catalog.ts';
import { type Refusal, sentence } from '../../client/api.ts';
import { money } from '../../client/format.ts';
import { Button } from '../../ui/button.tsx';
import { RefreshCw, TimerOff } from '../../ui/icons.ts';
import { ProductPicture } from '../../ui/parts.tsx';
import { useLanguage, useWords } from '../words.ts';

interface RefusedProps {
  refusal: Refusal;
  product: Pick<ProductCard, 'title' | 'paper' | 'image'>;
  variant: Variant;
  retry: () => void;
  /** Buys at the price that the server named. */
  accept: (minor: number) => void;
  onStale: () => void;
  onClose: () => void;
}

/** Why nothing was reserved: what happened, what is safe, one thing to do. */
export function SaleRefused({ refusal, product, variant, retry, accept, onStale, onClose }: RefusedProps) {
  const w = useWords();
  const language = useLanguage();
  const name = variant.title === 'Default' ? product.title : variant.title;
  const text = sentence(refusal, language);

  switch (refusal.reason) {
    case 'sold_out':
      return (
        <Said
          picture={<ProductPicture src={product.image?.url ?? null} paper={product.paper} width="76%" />}
          title={w.lastWent(name)}
          text={text}
        >
          <Button tone="solid" wide onClick={onStale}>
            {w.seeOthers}
          </Button>
          <Button tone="quiet" onClick={onClose}>
            {w.leaveIt}
          </Button>
        </Said>
      );
    case 'offer_ended':
    case 'price_changed':
      return (
        <Said
          picture={<TimerOff size={40} aria-hidden="true" />}
          title={refusal.reason === 'offer_ended' ? w.offerEnded : w.priceChanged}
          text={text}
        >
          <Prices seen={variant} now={priceNow(refusal)} />
          <NewPrice variant={variant} now={priceNow(refusal)} accept={accept} onStale={onStale} />
          <Button tone="quiet" onClick={onClose}>
            {w.leaveIt}
          </Button>
        </Said>
      );
    case 'limit_reached':
    case 'host_unavailable':
      return (
        <Said title={refusal.reason === 'limit_reached' ? w.limitTitle : w.sellerAway} text={text}>
          <Button tone="solid" wide onClick={onClose}>
            {w.fine}
          </Button>
        </Said>
      );
    default:
      return (
        <Said
          title={refusal.reason === 'unreachable' ? w.noAnswer : w.notReserved}
          text={`${text} ${w.retryIsSafe}`}
          code={refusal.requestId}
        >
          <Button tone="solid" wide onClick={retry} icon={<RefreshCw size={18} />}>
            {w.tryAgain}
          </Button>
          <Button tone="quiet" onClick={onClose}>
            {w.leaveIt}
          </Button>
        </Said>
      );
  }
}

function Said({
  picture,
  title,
  text,
  code,
  children,
}: {
  picture?: ReactNode;
  title: string;
  text: string;
  code?: string | null;
  children: ReactNode;
}) {
  const w = useWords();
  return (
    <div className="said" role="alert">
      {picture}
      <h3>{title}</h3>
      <p className="m">{text}</p>
      {children}
      {code ? (
        <p className="xs mm">
          {w.codeToQuote} <span className="mono">{code}</span>
        </p>
      ) : null}
    </div>
  );
}

/** The price that holds now, as the server named it in its refusal; null when it did not. */
function priceNow(refusal: Refusal): number | null {
  const price = refusal.facts['price'] as { minor?: unknown } | undefined;
  return typeof price?.minor === 'number' ? price.minor : null;
}

function NewPrice({ variant, now, accept, onStale }: { variant: Variant; now: number | null } & Pick<RefusedProps, 'accept' | 'onStale'>) {
  const w = useWords();
  const language = useLanguage();
  if (now === null)
    return (
      <Button wide onClick={onStale}>
        {w.lookAtPrice}
      </Button>
    );
  return (
    <Button wide onClick={() => accept(now)}>
      {w.buyAt(money({ minor: now, currency: variant.facts.price.currency }, language))}
    </Button>
  );
}

/** What was seen beside what holds now. */
function Prices({ seen, now }: { seen: Variant; now: number | null }) {
  const w = useWords();
  const language = useLanguage();
  return (
    <dl className="kv wide">
      <dt>{w.priceSeen}</dt>
      <dd>{money(seen.facts.price, language)}</dd>
      {now === null ? null : (
        <>
          <dt className="b">{w.priceNow}</dt>
          <dd className="b">{money({ minor: now, currency: seen.facts.price.currency }, language)}</dd>
        </>
      )}
    </dl>
  );
}
