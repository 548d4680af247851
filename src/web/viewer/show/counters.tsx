import { type ReactNode, useState } from 'react';
import type { CounterFacts } from '#contract/counting.ts';
import { counterDefinitions } from '#contract/wire.ts';
import { ask } from '../../client/api.ts';
import { time } from '../../client/format.ts';
import { Popover } from '../../ui/popover.tsx';
import { Eye } from '../../ui/icons.ts';
import { useTools } from '../tools.tsx';
import { useLanguage, useWords } from '../words.ts';

export const useNumber = (): ((value: number) => string) => {
  const language = useLanguage();
  return (value) => new Intl.NumberFormat(language === 'nl' ? 'nl-BE' : 'en-GB').format(value);
};

/** Both counters of a show. A tap says what is counted, how, and as of when; nobody can type them. */
export function Counters({ showId, watching, sold }: { showId: string; watching: number; sold: number }) {
  const w = useWords();
  const language = useLanguage();
  const number = useNumber();
  const { api } = useTools();
  const [facts, setFacts] = useState<CounterFacts | null>(null);
  const load = () =>
    void ask(api.GET('/api/shows/{showId}/counters', { params: { path: { showId } } })).then(
      (answer) => answer.ok && setFacts(answer.value),
    );
  const watchingLabel = w.watching(watching, number(watching));
  const soldLabel = w.sold(sold, number(sold));

  return (
    <>
      <Popover
        className="pill glass"
        label={
          <>
            <Eye size={16} aria-hidden="true" />
            <span className="defn">{watchingLabel}</span>
          </>
        }
        title={watchingLabel}
        onOpen={load}
      >
        <Definition title={watchingLabel} text={counterDefinitions.watching[language]} asOf={facts?.asOf} showId={showId}>
          {facts ? (
            <>
              <Row label={w.watchingDirect} value={number(facts.watching.direct)} />
              <Row label={w.watchingHls} value={number(facts.watching.hls)} />
              <Row label={w.shownToAll} value={number(facts.watching.value)} total />
              <Row label={w.watchingNotYet} value={number(facts.watching.notYet)} />
              <Row label={w.watchingCrew} value={number(facts.watching.crew)} />
              <Row label={w.watchingSecond} value={number(facts.watching.secondDevices)} />
            </>
          ) : null}
        </Definition>
      </Popover>
      <Popover className="pill glass" label={<span className="defn">{soldLabel}</span>} title={soldLabel} onOpen={load}>
        <Definition title={soldLabel} text={counterDefinitions.sold[language]} asOf={facts?.asOf} showId={showId}>
          {facts ? (
            <>
              <Row label={w.soldPaid} value={number(facts.sold.paid)} />
              <Row label={w.soldCancelled} value={`−${number(facts.sold.cancelled)}`} />
              <Row label={w.soldExcluded} value={`−${number(facts.sold.excluded)}`} />
              <Row label={w.shownToAll} value={number(facts.sold.value)} total />
              <Row label={w.soldHeld} value={number(facts.sold.heldNow)} />
            </>
          ) : null}
        </Definition>
      </Popover>
    </>
  );
}

interface DefinitionOf {
  title: string;
  text: string;
  asOf: string | undefined;
  /** Null where there is no page that tells more. */
  showId: string | null;
  children: ReactNode;
}

function Definition({ title, text, asOf, showId, children }: DefinitionOf) {
  const w = useWords();
  const language = useLanguage();
  return (
    <>
      <h2>{title}</h2>
      <p>{text}</p>
      <dl className="kv def-rows">{children}</dl>
      {asOf ? <p className="xs mm">{w.countedAt(time(asOf, 'exact', language))}</p> : null}
      {showId ? (
        <a className="sm linky" href={`/shows/${showId}/counting`} target="_blank" rel="noopener">
          {w.howCounted}
        </a>
      ) : null}
    </>
  );
}

const Row = ({ label, value, total = false }: { label: string; value: string; total?: boolean }) => (
  <>
    <dt className={total ? 'b' : ''}>{label}</dt>
    <dd className={total ? 'b' : ''}>{value}</dd>
  </>
);

/** What is left, with its definition. */
export function Left({ left }: { left: number }) {
  const w = useWords();
  const language = useLanguage();
  const number = useNumber();
  const label = left > 0 ? w.left(number(left)) : w.soldOut;
  return (
    <Popover className="left-b" label={<span className="defn">{label}</span>} title={label}>
      <Definition title={label} text={counterDefinitions.left[language]} asOf={undefined} showId={null}>
        {null}
      </Definition>
    </Popover>
  );
}
