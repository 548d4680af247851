import { useEffect } from 'react';
import type { Counting } from '#contract/counting.ts';
import { ask } from '../../client/api.ts';
import { time } from '../../client/format.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { CircleCheck, Download, Gauge, ScrollText, TriangleAlert } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/parts.tsx';
import { Refused } from '../problems.tsx';
import { useNumber } from '../show/counters.tsx';
import { Waiting } from '../states.tsx';
import { useLoad, useTools } from '../tools.tsx';
import { useLanguage } from '../words.ts';
import { SoldChart, WatchingChart } from './charts.tsx';
import './counting.css';
import { Minutes } from './minutes.tsx';
import { useCountingWords } from './words.ts';

const LOOK_MS = 30_000;

/** How a show was counted: the curves, what was left out, and the files to count again. */
export default function CountingPage({ show }: { show: string }) {
  const { api } = useTools();
  const loaded = useLoad<Counting>(show, () => ask(api.GET('/api/shows/{show}/counting', { params: { path: { show } } })));
  const { reload } = loaded;
  const isLive = loaded.state === 'ready' && loaded.value.show.state === 'live';
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(reload, LOOK_MS);
    return () => clearInterval(timer);
  }, [isLive]);
  if (loaded.state === 'loading') return <Waiting />;
  if (loaded.state === 'refused') return <Refused refusal={loaded.refusal} retry={reload} />;
  return <Counted counting={loaded.value} isLive={isLive} />;
}

function Counted({ counting, isLive }: { counting: Counting; isLive: boolean }) {
  const w = useCountingWords();
  const { show, minutes } = counting;
  const address = `/shows/${show.slug}`;
  return (
    <article className="page counting">
      <Heading counting={counting} isLive={isLive} />
      <div className="counting-cols">
        <div>
          {minutes.length === 0 ? (
            <EmptyState
              icon={<Gauge size={36} />}
              title={w.none}
              action={
                <ButtonLink href={address} tone="solid">
                  {w.back}
                </ButtonLink>
              }
            >
              {show.state === 'ended' ? w.noneOld : w.noneText}
            </EmptyState>
          ) : (
            <>
              <section className="card pad">
                <div className="row between wrap">
                  <h2>{w.watchingEach}</h2>
                  <span className="row g4 sm m">
                    <span className="key shown">{w.shown}</span>
                    <span className="key connected">{w.devices}</span>
                  </span>
                </div>
                <WatchingChart minutes={minutes} />
              </section>
              <section className="card pad">
                <div className="row between wrap">
                  <h2>{w.soldNet}</h2>
                  <span className="sm m">{w.goesDown}</span>
                </div>
                <SoldChart minutes={minutes} isLive={isLive} />
              </section>
              <Minutes minutes={minutes} />
            </>
          )}
          <p className="sm m">
            <b className="b">{w.howTitle}</b> {w.how}
          </p>
        </div>
        <aside>
          <LeftOut counting={counting} />
          <RecordCheck counting={counting} />
        </aside>
      </div>
    </article>
  );
}

function Heading({ counting: { show, minutes, record }, isLive }: { counting: Counting; isLive: boolean }) {
  const w = useCountingWords();
  const language = useLanguage();
  const number = useNumber();
  const moment = (at: string) => time(at, 'proof', language);
  return (
    <div className="row between wrap counting-head">
      <div>
        {show.startedAt ? (
          <p className="m">
            {isLive || !show.endedAt
              ? w.since(moment(show.startedAt), show.shop.name)
              : w.line(moment(show.startedAt), moment(show.endedAt), show.shop.name)}
          </p>
        ) : null}
        <h1 tabIndex={-1}>{w.title(show.title)}</h1>
      </div>
      <div className="row wrap">
        {minutes.length > 0 ? (
          <ButtonLink href={`/api/shows/${show.slug}/counting.csv`} download>
            <Download size={17} aria-hidden="true" /> {w.csv(minutes.length)}
          </ButtonLink>
        ) : null}
        <ButtonLink href={`/api/shows/${show.slug}/record.ndjson`} download>
          <ScrollText size={17} aria-hidden="true" /> {w.record(number(record.entries))}
        </ButtonLink>
      </div>
    </div>
  );
}

function LeftOut({ counting: { sold, asOf } }: { counting: Counting }) {
  const w = useCountingWords();
  const number = useNumber();
  const language = useLanguage();
  return (
    <section className="card pad">
      <h2>{w.leftOut}</h2>
      <dl className="sum">
        <dt className="m">{w.paidUnits}</dt>
        <dd>{number(sold.paid)}</dd>
        <dt className="m">{w.cancelledUnits}</dt>
        <dd>−{number(sold.cancelled)}</dd>
        <dt className="m">{w.linkedUnits}</dt>
        <dd>−{number(sold.excluded)}</dd>
        <dt className="tot">{w.soldNet}</dt>
        <dd className="tot">{number(sold.value)}</dd>
      </dl>
      <p className="xs m">
        {w.linkedNote} {w.asOf(time(asOf, 'proof', language))}
      </p>
    </section>
  );
}

function RecordCheck({ counting: { record } }: { counting: Counting }) {
  const w = useCountingWords();
  const isWhole = record.missing === 0;
  return (
    <section className="card pad">
      <h2>{w.recordTitle}</h2>
      <p className="row g3">
        <span className={isWhole ? 'proofc' : 'warnc'}>
          {isWhole ? <CircleCheck size={20} aria-hidden="true" /> : <TriangleAlert size={20} aria-hidden="true" />}
        </span>
        <span className="grow">{w.follows}</span>
        <span className="xs mm">{w.gaps(record.missing)}</span>
      </p>
    </section>
  );
}
