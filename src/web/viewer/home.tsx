import type { ReactNode } from 'react';
import type { ShowCard } from '#contract/shows.ts';
import { ask } from '../client/api.ts';
import { time } from '../client/format.ts';
import { EmptyState, Skeleton } from '../ui/parts.tsx';
import { Calendar, History, Search, Store } from '../ui/icons.ts';
import { ButtonLink } from '../ui/button.tsx';
import { CalendarButton } from './calendar-button.tsx';
import { LiveCard, ReplayCard } from './cards.tsx';
import { Refused } from './problems.tsx';
import { useLoad, useTools } from './tools.tsx';
import { useLanguage, useWords } from './words.ts';

interface HomeFacts {
  live: ShowCard[];
  upcoming: ShowCard[];
  replays: ShowCard[];
}

export function Home({ view, search }: { view: 'home' | 'upcoming' | 'replays'; search: string }) {
  const { api } = useTools();
  const loaded = useLoad<HomeFacts>('home', () => ask(api.GET('/api/home')));
  if (loaded.state === 'loading') return <HomeWaiting />;
  if (loaded.state === 'refused') return <Refused refusal={loaded.refusal} retry={loaded.reload} />;
  if (search) return <Found facts={loaded.value} search={search} />;
  if (view === 'upcoming') return <Upcoming shows={loaded.value.upcoming} />;
  if (view === 'replays') return <Replays shows={loaded.value.replays} />;
  return <Street facts={loaded.value} />;
}

function Street({ facts }: { facts: HomeFacts }) {
  const w = useWords();
  const shops = new Set(facts.live.map((show) => show.shop.id)).size;
  return (
    <div className="page">
      <h1 className="street" tabIndex={-1}>
        {shops > 0 ? w.lightsOn(shops) : w.lightsOff}
      </h1>
      {shops === 0 ? <p className="lead">{w.lightsOffText}</p> : null}
      <div className={`lives n${Math.min(facts.live.length, 4)}`}>
        {facts.live.map((show, at) => (
          <LiveCard key={show.id} show={show} isFirst={at === 0} alone={facts.live.length === 1} />
        ))}
      </div>
      <div className="two-cols">
        <section aria-labelledby="coming">
          <h2 id="coming">{w.comingUp}</h2>
          {facts.upcoming.length > 0 ? (
            facts.upcoming.slice(0, 5).map((show) => <UpcomingRow key={show.id} show={show} />)
          ) : (
            <p className="m sm">{w.nothingPlanned}</p>
          )}
        </section>
        <section aria-labelledby="again">
          <h2 id="again">{w.replaysThatSell}</h2>
          {facts.replays.length > 0 ? (
            <div className="replays">
              {facts.replays.slice(0, 4).map((show) => (
                <ReplayCard key={show.id} show={show} />
              ))}
            </div>
          ) : (
            <p className="m sm">{w.noReplays}</p>
          )}
        </section>
      </div>
    </div>
  );
}

function Upcoming({ shows }: { shows: ShowCard[] }) {
  const w = useWords();
  return (
    <div className="page narrow">
      <h1 tabIndex={-1}>{w.comingUp}</h1>
      {shows.length === 0 ? (
        <EmptyState icon={<Calendar size={36} />} title={w.nothingPlanned} />
      ) : (
        shows.map((show) => <UpcomingRow key={show.id} show={show} />)
      )}
    </div>
  );
}

function Replays({ shows }: { shows: ShowCard[] }) {
  const w = useWords();
  return (
    <div className="page">
      <h1 tabIndex={-1}>{w.replaysThatSell}</h1>
      {shows.length === 0 ? (
        <EmptyState icon={<History size={36} />} title={w.noReplays} />
      ) : (
        <div className="replays many">
          {shows.map((show) => (
            <ReplayCard key={show.id} show={show} />
          ))}
        </div>
      )}
    </div>
  );
}

/** Searches what is on the street now: shows, shops, hosts and the products on their cards. */
function Found({ facts, search }: { facts: HomeFacts; search: string }) {
  const w = useWords();
  const wanted = search.toLocaleLowerCase();
  const hits = (shows: ShowCard[]) =>
    shows.filter((show) =>
      [show.title, show.shop.name, show.shop.city, show.host.name, ...show.products.map((product) => product.title)].some((text) =>
        text?.toLocaleLowerCase().includes(wanted),
      ),
    );
  const live = hits(facts.live);
  const upcoming = hits(facts.upcoming);
  const replays = hits(facts.replays);
  const count = live.length + upcoming.length + replays.length;
  return (
    <div className="page">
      <h1 tabIndex={-1}>{w.foundFor(count, search)}</h1>
      {count === 0 ? (
        <EmptyState
          icon={<Search size={36} />}
          title={w.nothingFound}
          action={
            <ButtonLink href="/" icon={<Store size={18} />}>
              {w.toHome}
            </ButtonLink>
          }
        >
          {w.nothingFoundText}
        </EmptyState>
      ) : null}
      <Group title={w.navLive} shows={live}>
        <div className="lives n4">
          {live.map((show) => (
            <LiveCard key={show.id} show={show} isFirst={false} />
          ))}
        </div>
      </Group>
      <Group title={w.comingUp} shows={upcoming}>
        {upcoming.map((show) => (
          <UpcomingRow key={show.id} show={show} />
        ))}
      </Group>
      <Group title={w.navReplays} shows={replays}>
        <div className="replays many">
          {replays.map((show) => (
            <ReplayCard key={show.id} show={show} />
          ))}
        </div>
      </Group>
    </div>
  );
}

function Group({ title, shows, children }: { title: string; shows: ShowCard[]; children: ReactNode }) {
  if (shows.length === 0) return null;
  return (
    <section className="group">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function UpcomingRow({ show }: { show: ShowCard }) {
  const w = useWords();
  const language = useLanguage();
  const at = show.startsAt;
  const [weekday = '', day = ''] = at ? [time(at, 'weekday', language).split(' ')[0] ?? '', String(new Date(at).getDate())] : [];
  return (
    <div className="evt">
      <div className="date" aria-hidden="true">
        {weekday.replace(/[.,]/g, '')}
        <b>{day || '?'}</b>
      </div>
      <div className="grow">
        <h3>
          <a href={`/shows/${show.slug}`} className="plain">
            {show.title}
          </a>
        </h3>
        <p className="sm m">
          {[at ? time(at, 'moment', language) : w.timeOpen, show.shop.name, show.shop.city].filter(Boolean).join(', ')}
        </p>
      </div>
      {show.state === 'cancelled' ? <span className="tag stop">{w.cancelled}</span> : <CalendarButton show={show} />}
    </div>
  );
}

function HomeWaiting() {
  const w = useWords();
  return (
    <div className="page">
      <Skeleton width="min(560px, 80%)" height="44px" label={w.loading} />
      <div className="lives n4 waiting">
        {[0, 1, 2, 3].map((card) => (
          <div key={card}>
            <Skeleton height="300px" radius="14px" />
            <Skeleton width="70%" />
          </div>
        ))}
      </div>
    </div>
  );
}
