import { time } from '../../client/format.ts';
import { useLanguage } from '../../staff/language.tsx';
import { Button } from '../../ui/button.tsx';
import { WifiOff } from '../../ui/icons.ts';
import { useWords } from '../words.ts';
import { sentence } from '../../client/api.ts';
import { REASONS, type ReasonCode } from '#contract/reasons.ts';
import type { Air } from './use-air.ts';
import { useNow } from './use-now.ts';

/** As long as the server keeps the show waiting for its picture. */
const KEPT_MS = 120_000;

/** One thing at a time, the worst first: the connection, then a publisher that gave up. */
export function LostBanner({ air }: { air: Air }) {
  if (air.lost) return <Reconnecting air={air} />;
  if (air.publishing.state === 'failed' && air.publishing.failure) return <GaveUp air={air} failure={air.publishing.failure} />;
  return null;
}

function Reconnecting({ air }: { air: Air }) {
  const words = useWords();
  const language = useLanguage();
  const now = useNow();
  if (!air.lost) return null;
  const leftMs = air.lost.sinceMs + KEPT_MS - now;
  const { title, body } = words.lost[air.lost.who];
  return (
    <section className="warnbox" role="alert">
      <WifiOff size={24} />
      <div>
        <h2>{title}</h2>
        <p>{body}</p>
        {/* The seconds are for the eye: a screen reader heard the sentence above. */}
        {air.lost.who === 'gone' ? null : (
          <p aria-hidden="true" className="sm">
            {leftMs > 0 ? words.keptFor(time(leftMs, 'left', language)) : words.pausedByItself}
          </p>
        )}
        {air.lost.who === 'gone' && air.may.crew ? <Button onClick={air.publishing.publishHere}>{words.publishHere}</Button> : null}
      </div>
    </section>
  );
}

function GaveUp({ air, failure }: { air: Air; failure: string }) {
  const words = useWords();
  const language = useLanguage();
  const reason = failure.replace('refused:', '');
  const known = reason in REASONS ? sentence({ reason: reason as ReasonCode }, language) : words.gaveUpBody;
  return (
    <section className="warnbox" role="alert">
      <WifiOff size={24} />
      <div>
        <h2>{words.gaveUp}</h2>
        <p>{known}</p>
        <Button onClick={air.publishing.retry}>{words.tryAgain}</Button>
      </div>
    </section>
  );
}
