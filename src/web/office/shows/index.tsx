import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { SHOW_STATES, type ShowCard } from '#contract/shows.ts';
import { time } from '../../client/format.ts';
import { api, orThrow } from '../../staff/api.ts';
import { ExternalLink, Radio } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { PageHead, RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused } from '../../staff/refused.tsx';
import { ShowTag } from '../../staff/show-tag.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Plus } from '../../ui/icons.ts';
import { type Column, EmptyState, ProductPicture, Table, Tabs } from '../../ui/parts.tsx';
import { useOrganisation } from '../organisation.tsx';
import { useWords } from './words.ts';

const PAGE = 50;
type State = ShowCard['state'];

/** The list for the desk; planning and running a show happen in the studio. */
export default function Shows() {
  const words = useWords();
  const { orgName, may } = useOrganisation();
  const [state, setState] = useState<State | null>(null);
  const tabs = [{ key: '', label: words.all }, ...SHOW_STATES.map((key) => ({ key: key as string, label: words.states[key] }))];
  return (
    <>
      <PageHead title={words.title} under={orgName}>
        {may('host', 'producer', 'seller_admin') ? (
          <ButtonLink tone="solid" size="sm" icon={<Plus size={17} />} href="/studio?new">
            {words.plan}
          </ButtonLink>
        ) : null}
      </PageHead>
      <div className="page-body shows">
        <Tabs
          label={words.filter}
          tabs={tabs}
          current={state ?? ''}
          onPick={(key) => setState(SHOW_STATES.find((known) => known === key) ?? null)}
        />
        <List state={state} />
      </div>
    </>
  );
}

function List({ state }: { state: State | null }) {
  const words = useWords();
  const { orgId } = useOrganisation();
  const columns = useColumns();
  const shows = useInfiniteQuery({
    queryKey: ['shows', orgId, state],
    queryFn: ({ pageParam }) =>
      orThrow(
        api.GET('/api/orgs/{orgId}/shows', {
          params: { path: { orgId }, query: { limit: PAGE, ...(state ? { state } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  if (!shows.data) return shows.error ? <Refused error={shows.error} onRetry={() => void shows.refetch()} /> : <RowsSkeleton />;
  const rows = shows.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return (
      <EmptyState icon={<Radio size={28} />} title={state ? words.noneTitle : words.emptyTitle}>
        {state ? null : words.emptyBody}
      </EmptyState>
    );
  }
  return (
    <>
      <div className="card">
        <Table caption={words.title} columns={columns} rows={rows} rowKey={(show) => show.id} />
      </div>
      {shows.hasNextPage ? (
        <Button busy={shows.isFetchingNextPage} onClick={() => void shows.fetchNextPage()}>
          {words.more}
        </Button>
      ) : null}
    </>
  );
}

function useColumns(): readonly Column<ShowCard>[] {
  const words = useWords();
  const language = useLanguage();
  const when = (show: ShowCard) => show.endedAt ?? show.startedAt ?? show.startsAt;
  return [
    {
      key: 'name',
      head: words.name,
      cell: (show) => (
        <a className="b link" href={`/studio/shows/${show.id}`}>
          {show.title}
        </a>
      ),
    },
    {
      key: 'state',
      head: words.state,
      cell: (show) => (
        <span className="row">
          <ShowTag state={show.state} word={words.states[show.state]} />
          {show.state === 'live' ? <span className="m">{words.watching(show.watching)}</span> : null}
        </span>
      ),
    },
    {
      key: 'when',
      head: words.when,
      cell: (show) => {
        const at = when(show);
        return at ? time(at, 'moment', language) : <span className="mm">{words.noDate}</span>;
      },
    },
    {
      key: 'shelf',
      head: words.shelf,
      cell: (show) => (
        <span className="row what">
          {show.products.slice(0, 3).map((product) => (
            <ProductPicture key={product.id} src={product.imageUrl} paper={product.paper} width="76%" />
          ))}
          <span className="m">{words.products(show.productCount)}</span>
        </span>
      ),
    },
    {
      key: 'public',
      head: <span className="sr">{words.viewersPage}</span>,
      numeric: true,
      cell: (show) =>
        show.state === 'draft' ? null : (
          <a className="ib" href={`/shows/${show.slug}`} aria-label={`${words.viewersPage}: ${show.title}`}>
            <ExternalLink size={17} />
          </a>
        ),
    },
  ];
}
