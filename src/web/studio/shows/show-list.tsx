import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { ShowCard } from '#contract/shows.ts';
import { time } from '../../client/format.ts';
import { AccountMenu } from '../../staff/account-menu.tsx';
import { api, orThrow } from '../../staff/api.ts';
import { Radio } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { PageHead, RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused } from '../../staff/refused.tsx';
import { hasRole, keepOrganisation, keptOrganisation, type Membership, useMe } from '../../staff/session.tsx';
import { ShowTag } from '../../staff/show-tag.tsx';
import { useStaffWords } from '../../staff/words.ts';
import { Button } from '../../ui/button.tsx';
import { Plus, Store } from '../../ui/icons.ts';
import { EmptyState, Logo, ProductPicture } from '../../ui/parts.tsx';
import { ShowLink, useGo } from '../links.tsx';
import { useWords } from '../words.ts';
import { DraftShow } from './draft-show.tsx';

/** My shows, the one on air first, then what comes next. */
export function ShowList() {
  const words = useWords();
  const staff = useStaffWords();
  const me = useMe();
  const isDrafting = useSearch({ strict: false })['new'] !== undefined;
  const go = useGo();
  const [membership, setMembership] = useState(() => keptOrganisation(me));
  const pick = (orgId: string) => {
    const picked = me.memberships.find((one) => one.orgId === orgId) ?? null;
    setMembership(picked);
    if (picked) keepOrganisation(picked.orgSlug);
  };

  return (
    <div className="studio-list">
      <header className="top">
        <Logo href="/studio" />
        {membership ? <OrganisationPick membership={membership} onPick={pick} /> : null}
        <nav className="end row" aria-label={staff.account}>
          <a className="btn quiet sm" href="/office">
            {words.office}
          </a>
          <AccountMenu compact />
        </nav>
      </header>
      <main className="page-body">
        {membership ? (
          <Shows membership={membership} onDraft={() => go.drafting(true)} />
        ) : (
          <EmptyState icon={<Store size={28} />} title={staff.notMember}>
            {staff.notMemberBody(me.user.email)}
          </EmptyState>
        )}
      </main>
      {isDrafting && membership ? <DraftShow orgId={membership.orgId} onClose={() => go.drafting(false)} /> : null}
    </div>
  );
}

function OrganisationPick({ membership, onPick }: { membership: Membership; onPick: (orgId: string) => void }) {
  const me = useMe();
  const staff = useStaffWords();
  if (me.memberships.length < 2) return <b className="b">{membership.orgName}</b>;
  return (
    <label className="inp pick-org">
      <span className="sr">{staff.organisation}</span>
      <select value={membership.orgId} onChange={(event) => onPick(event.target.value)}>
        {me.memberships.map(({ orgId, orgName }) => (
          <option key={orgId} value={orgId}>
            {orgName}
          </option>
        ))}
      </select>
    </label>
  );
}

const ORDER: readonly ShowCard['state'][] = ['live', 'scheduled', 'draft', 'ended', 'cancelled'];

function Shows({ membership, onDraft }: { membership: Membership; onDraft: () => void }) {
  const words = useWords();
  const { orgId } = membership;
  const shows = useQuery({
    queryKey: ['shows', orgId, 'studio'],
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/shows', { params: { path: { orgId }, query: { limit: 100 } } })),
    refetchInterval: 15_000,
  });
  const mayPlan = hasRole(membership, 'host', 'producer', 'seller_admin');
  const add = mayPlan ? (
    <Button tone="solid" icon={<Plus size={17} />} onClick={onDraft}>
      {words.draft}
    </Button>
  ) : null;
  const items = [...(shows.data?.items ?? [])].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return (
    <>
      <PageHead title={words.myShows}>{items.length > 0 ? add : null}</PageHead>
      {!shows.data ? (
        shows.error ? (
          <Refused error={shows.error} onRetry={() => void shows.refetch()} />
        ) : (
          <RowsSkeleton height="76px" />
        )
      ) : items.length === 0 ? (
        <EmptyState icon={<Radio size={28} />} title={words.noShows} action={add}>
          {words.noShowsBody}
        </EmptyState>
      ) : (
        <ul className="col g3">
          {items.map((show) => (
            <Row key={show.id} show={show} />
          ))}
        </ul>
      )}
    </>
  );
}

function Row({ show }: { show: ShowCard }) {
  const words = useWords();
  const language = useLanguage();
  const at = show.endedAt ?? show.startedAt ?? show.startsAt;
  return (
    <li>
      <ShowLink className="card show-row" showId={show.id}>
        <span className="grow">
          <b className="b">{show.title}</b>
          <span className="sm m">
            {at ? time(at, 'moment', language) : words.noDate} · {show.host.name}
          </span>
        </span>
        <span className="row pics" aria-hidden="true">
          {show.products.slice(0, 3).map((product) => (
            <ProductPicture key={product.id} src={product.imageUrl} paper={product.paper} width="76%" />
          ))}
        </span>
        <ShowTag state={show.state} word={words.states[show.state]} />
      </ShowLink>
    </li>
  );
}
