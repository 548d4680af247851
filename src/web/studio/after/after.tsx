import type { ReactNode } from 'react';
import type { StaffShow } from '#contract/shows.ts';
import { counterDefinitions } from '#contract/wire.ts';
import { money, time } from '../../client/format.ts';
import { AccountMenu } from '../../staff/account-menu.tsx';
import { Download } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { PageHead } from '../../staff/page-head.tsx';
import { ShowTag } from '../../staff/show-tag.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { ArrowLeft, Play, Receipt } from '../../ui/icons.ts';
import { Note, ProductPicture } from '../../ui/parts.tsx';
import { Counter } from '../../ui/popover.tsx';
import { AfterCaptions } from '../captions/after-captions.tsx';
import { Clips } from './clips.tsx';
import { useMay } from '../use-show.ts';
import { ShowsLink } from '../links.tsx';
import { useWords } from '../words.ts';

/** What the show brought, net, and where to go from here. */
export function After({ show }: { show: StaffShow }) {
  const words = useWords();
  const language = useLanguage();
  const at = show.endedAt ?? show.startsAt;
  return (
    <div className="after">
      <PageHead
        title={
          <span className="row">
            <ShowsLink className="ib back" aria-label={words.myShows}>
              <ArrowLeft size={20} />
            </ShowsLink>
            {show.title}
          </span>
        }
        under={at ? time(at, 'moment', language) : show.shop.name}
      >
        <ShowTag state={show.state} word={words.states[show.state]} />
        <AccountMenu compact />
      </PageHead>
      <main className="page-body">
        {show.state === 'cancelled' ? <Note tone="warn">{show.notice ?? words.states.cancelled}</Note> : <Summary show={show} />}
      </main>
    </div>
  );
}

function Summary({ show }: { show: StaffShow }) {
  const words = useWords();
  const language = useLanguage();
  const may = useMay(show.orgId);
  const { totals } = show;
  const aired = show.startedAt && show.endedAt ? Date.parse(show.endedAt) - Date.parse(show.startedAt) : null;
  return (
    <>
      <div className="figures">
        <Figure value={money(totals.takenNet, language)}>{words.taken}</Figure>
        <Figure value={totals.soldUnits.toLocaleString(language)}>
          <Counter label={words.sold} title={words.sold}>
            {counterDefinitions.sold[language]}
          </Counter>
        </Figure>
        <Figure value={totals.orders.toLocaleString(language)}>{words.orders}</Figure>
        <Figure value={aired === null ? '–' : time(aired, 'left', language)}>{words.onAirFor}</Figure>
      </div>
      {totals.holds > 0 ? <Note tone="info">{words.stillHeld(totals.holds)}</Note> : null}
      <div className="row wrap">
        <ButtonLink tone="solid" icon={<Play size={17} />} href={`/shows/${show.slug}`}>
          {show.hasReplay ? words.toReplay : words.toShowPage}
        </ButtonLink>
        {may.seeOrders ? <OrdersLink show={show} /> : null}
        {may.moderate ? (
          <ButtonLink icon={<Download size={17} />} href={`/api/orgs/${show.orgId}/shows/${show.id}/chat.csv`} download>
            {words.chatCsv}
          </ButtonLink>
        ) : null}
      </div>
      {may.moderate ? <AfterCaptions show={show} /> : null}
      <section className="card">
        <h2 className="pad">{words.shownProducts}</h2>
        <ul className="shelf-list pad">
          {show.shelf.map(({ product, shownAt }) => (
            <li key={product.id}>
              <ProductPicture src={product.image?.url ?? null} paper={product.paper} width="76%" />
              <b className="b grow">{product.title}</b>
              <span className="sm m">{shownAt ? words.shownAt(time(shownAt, 'clock', language)) : words.notShown}</span>
            </li>
          ))}
        </ul>
      </section>
      {show.hasReplay ? <Clips show={show} /> : null}
    </>
  );
}

function Figure({ value, children }: { value: string; children: ReactNode }) {
  return (
    <div className="card pad">
      <b className="fig-xl">{value}</b>
      <p className="m">{children}</p>
    </div>
  );
}

function OrdersLink({ show }: { show: StaffShow }) {
  const words = useWords();
  return (
    <ButtonLink icon={<Receipt size={17} />} href={`/office/${show.shop.slug}/orders?show=${show.id}`}>
      {words.toOrders}
    </ButtonLink>
  );
}
