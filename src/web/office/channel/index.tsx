import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { StaffChannel } from '#contract/channels.ts';
import type { ReactNode } from 'react';
import { api, orThrow } from '../../staff/api.ts';
import { ArrowDown, Radio } from '../../staff/icons.ts';
import { PageHead, RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused, RefusedNote } from '../../staff/refused.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { ArrowUp, Plus, X } from '../../ui/icons.ts';
import { EmptyState, Field, Note, Switch, Tag } from '../../ui/parts.tsx';
import { useOrganisation } from '../organisation.tsx';
import { useWords } from './words.ts';
import './channel.css';

const LOOK_MS = 15_000;
type Wish = { isOn: boolean; showIds: string[] };

/** What plays between shows. Everybody may read it; producers and seller admins choose. */
export default function ChannelSection() {
  const words = useWords();
  const { orgId, orgName } = useOrganisation();
  const channel = useQuery({
    queryKey: ['channel', orgId],
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/channel', { params: { path: { orgId } } })),
    refetchInterval: LOOK_MS,
  });
  return (
    <>
      <PageHead title={words.title} under={orgName} />
      <div className="page-body">
        {channel.data ? (
          <Chosen channel={channel.data} />
        ) : channel.error ? (
          <Refused error={channel.error} onRetry={() => void channel.refetch()} />
        ) : (
          <RowsSkeleton />
        )}
      </div>
    </>
  );
}

function Chosen({ channel }: { channel: StaffChannel }) {
  const words = useWords();
  const queries = useQueryClient();
  const { orgId, may } = useOrganisation();
  const mayChange = may('producer', 'seller_admin');
  const saving = useMutation({
    mutationFn: (body: Wish) => orThrow(api.PUT('/api/orgs/{orgId}/channel', { params: { path: { orgId } }, body })),
    onSuccess: (next) => queries.setQueryData(['channel', orgId], next),
  });
  const showIds = channel.shows.map(({ show }) => show.id);
  const save = (change: Partial<Wish>) => saving.mutate({ isOn: channel.isOn, showIds, ...change });
  return (
    <div className="channel-office">
      <section className="card pad col g3">
        <p className="sm m">{words.lead}</p>
        {mayChange ? null : <Note tone="info">{words.readOnly}</Note>}
        <Switch
          on={channel.isOn}
          disabled={!mayChange || saving.isPending}
          onChange={(isOn) => save({ isOn })}
          label={
            <>
              <b className="b">{words.on}</b>
              <span className="sm mm line">{channel.isOn ? words.isOn : words.isOff}</span>
            </>
          }
        />
        <RefusedNote error={saving.error} />
        <Field label={words.address} value={`${location.origin}${channel.address}`} readOnly />
      </section>
      <section className="card pad">
        <h2>{words.plays}</h2>
        {channel.shows.length === 0 ? (
          <EmptyState icon={<Radio size={28} />} title={words.empty}>
            {words.emptyBody}
          </EmptyState>
        ) : (
          <ol className="channel-rows">
            {channel.shows.map((entry, at) => (
              <Row key={entry.show.id} entry={entry} isNow={entry.show.id === channel.playingShowId}>
                {mayChange ? (
                  <Moves
                    title={entry.show.title}
                    at={at}
                    ids={showIds}
                    onMove={(next) => save({ showIds: next, isOn: channel.isOn && next.length > 0 })}
                  />
                ) : null}
              </Row>
            ))}
          </ol>
        )}
      </section>
      <section className="card pad">
        <h2>{words.more}</h2>
        {channel.more.length === 0 ? <p className="sm m">{words.noneBody}</p> : null}
        <ul className="channel-rows">
          {channel.more.map((show) => (
            <Row key={show.id} entry={{ show, durationMs: 0 }} isNow={false}>
              {mayChange ? (
                <Button
                  size="sm"
                  icon={<Plus size={16} />}
                  disabled={saving.isPending}
                  onClick={() => save({ showIds: [...showIds, show.id] })}
                >
                  {words.add}
                </Button>
              ) : null}
            </Row>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Row({ entry, isNow, children }: { entry: StaffChannel['shows'][number]; isNow: boolean; children: ReactNode }) {
  const words = useWords();
  const { show, durationMs } = entry;
  return (
    <li>
      <span className="grow">
        <a className="b link" href={`/studio/shows/${show.id}`}>
          {show.title}
        </a>
        <span className="sm mm line">
          {durationMs === null ? words.gone : durationMs > 0 ? words.minutes(Math.max(1, Math.round(durationMs / 60_000))) : show.host.name}
        </span>
      </span>
      {isNow ? <Tag tone="lamp">{words.now}</Tag> : null}
      {children}
    </li>
  );
}

function Moves({ title, at, ids, onMove }: { title: string; at: number; ids: string[]; onMove: (ids: string[]) => void }) {
  const words = useWords();
  const swapped = (other: number) => ids.map((id, n) => (n === at ? ids[other]! : n === other ? ids[at]! : id));
  return (
    <>
      <IconButton label={words.up(title)} disabled={at === 0} onClick={() => onMove(swapped(at - 1))}>
        <ArrowUp size={18} />
      </IconButton>
      <IconButton label={words.down(title)} disabled={at === ids.length - 1} onClick={() => onMove(swapped(at + 1))}>
        <ArrowDown size={18} />
      </IconButton>
      <IconButton label={words.remove(title)} onClick={() => onMove(ids.filter((_, n) => n !== at))}>
        <X size={18} />
      </IconButton>
    </>
  );
}
