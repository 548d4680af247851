import { useState } from 'react';
import type { ReactNode } from 'react';
import type { CounterFacts } from '#contract/counting.ts';
import { counterDefinitions } from '#contract/wire.ts';
import { time } from '../../client/format.ts';
import { api, ask } from '../../staff/api.ts';
import { useLanguage } from '../../staff/language.tsx';
import { Counter } from '../../ui/popover.tsx';
import { useWords } from '../words.ts';
import type { Air } from './use-air.ts';

/** A show and its room: all that a counter needs. */
type Counted = Pick<Air, 'show' | 'view'>;

export function WatchingCounter({ air, label }: { air: Counted; label: ReactNode }) {
  const words = useWords();
  const language = useLanguage();
  const value = air.view.registers['watching'] ?? air.show.counters.watching;
  return (
    <Explained
      air={air}
      title={words.watching}
      definition={counterDefinitions.watching[language]}
      label={
        <>
          {label} <b>{value.toLocaleString(language)}</b>
        </>
      }
      rows={({ watching }) => [
        [words.watchingDirect, watching.direct],
        [words.watchingHls, watching.hls],
        [words.watchingNotYet, watching.notYet],
        [words.watchingCrew, watching.crew],
        [words.watchingSecond, watching.secondDevices],
      ]}
    />
  );
}

export function SoldCounter({ air }: { air: Counted }) {
  const words = useWords();
  const language = useLanguage();
  const value = air.view.registers['sold'] ?? air.show.totals.soldUnits;
  return (
    <Explained
      air={air}
      title={words.sold}
      definition={counterDefinitions.sold[language]}
      label={
        <>
          {words.sold} <b>{value.toLocaleString(language)}</b>
        </>
      }
      rows={({ sold }) => [
        [words.soldPaid, sold.paid],
        [words.soldCancelled, sold.cancelled],
        [words.soldExcluded, sold.excluded],
        [words.soldHeld, sold.heldNow],
      ]}
    />
  );
}

/** A number that opens its definition and what it is made of, asked when it is opened. */
function Explained({
  air,
  title,
  definition,
  label,
  rows,
}: {
  air: Counted;
  title: string;
  definition: string;
  label: ReactNode;
  rows: (facts: CounterFacts) => [string, number][];
}) {
  const words = useWords();
  const language = useLanguage();
  const [facts, setFacts] = useState<CounterFacts | null>(null);
  const onOpen = () =>
    void ask(api.GET('/api/shows/{showId}/counters', { params: { path: { showId: air.show.id } } })).then((answer) => {
      if (answer.ok) setFacts(answer.value);
    });
  return (
    <Counter label={label} title={title} onOpen={onOpen}>
      <p>{definition}</p>
      {facts ? (
        <>
          <dl className="kv">
            {rows(facts).map(([what, count]) => (
              <div key={what} className="pair">
                <dt>{what}</dt>
                <dd>{count.toLocaleString(language)}</dd>
              </div>
            ))}
          </dl>
          <p className="xs mm">{words.asOf(time(facts.asOf, 'exact', language))}</p>
        </>
      ) : null}
    </Counter>
  );
}
