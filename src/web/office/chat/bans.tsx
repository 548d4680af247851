import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Ban } from '#contract/moderation.ts';
import { time } from '../../client/format.ts';
import { api, orThrow } from '../../staff/api.ts';
import { useLanguage } from '../../staff/language.tsx';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused, RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Note, Tag } from '../../ui/parts.tsx';
import { useOrganisation } from '../organisation.tsx';
import { useWords } from './words.ts';

/** Who may not speak here, with what they say to it; those who appealed stand first. */
export function Bans() {
  const words = useWords();
  const queries = useQueryClient();
  const { orgId, may } = useOrganisation();
  const [lifted, setLifted] = useState<string | null>(null);
  const bans = useQuery({
    queryKey: ['bans', orgId],
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/bans', { params: { path: { orgId } } })),
  });
  const lift = useMutation({
    mutationFn: ({ id }: Ban) => orThrow(api.DELETE('/api/orgs/{orgId}/bans/{banId}', { params: { path: { orgId, banId: id } } })),
    onSuccess: (_, { name }) => setLifted(words.lifted(name)),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['bans', orgId] }),
  });
  if (!bans.data) return bans.error ? <Refused error={bans.error} onRetry={() => void bans.refetch()} /> : <RowsSkeleton />;
  const rows = bans.data.items.toSorted((a, b) => Number(b.appeal !== null) - Number(a.appeal !== null));
  const appeals = rows.filter(({ appeal }) => appeal !== null).length;
  return (
    <div className="col g4">
      <p className="m">{words.bansLead}</p>
      <p className="sr" role="status">
        {lifted}
      </p>
      {appeals > 0 ? <Note tone="warn">{words.appeals(appeals)}</Note> : null}
      <RefusedNote error={lift.error} />
      {rows.length === 0 ? (
        <EmptyState title={words.noBans}>{words.noBansBody}</EmptyState>
      ) : (
        <ul className="chat-bans" aria-label={words.tabs.bans}>
          {rows.map((ban) => (
            <Row
              key={ban.id}
              ban={ban}
              busy={lift.isPending && lift.variables.id === ban.id}
              onLift={may('moderator', 'producer', 'seller_admin') ? () => lift.mutate(ban) : null}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function Row({ ban, busy, onLift }: { ban: Ban; busy: boolean; onLift: (() => void) | null }) {
  const words = useWords();
  const language = useLanguage();
  const [sure, setSure] = useState(false);
  const known = (['account', 'device', 'payment'] as const).filter((by) => ban.known[by]).map((by) => words.knownBy[by]);
  return (
    <li className="card pad col g3">
      <div className="row wrap between">
        <h3>{ban.name}</h3>
        <span className="row wrap">
          <Tag tone="stop">{words.kinds[ban.kind]}</Tag>
          <Tag tone="line">{words.reasons[ban.reason]}</Tag>
        </span>
      </div>
      <dl className="kv">
        <dt>{words.decidedBy}</dt>
        <dd>
          {words.byIn(ban.by, ban.showTitle)}, {time(ban.at, 'moment', language)}
        </dd>
        <dt>{words.until}</dt>
        <dd>{ban.until ? time(ban.until, 'moment', language) : words.noEnd}</dd>
        <dt>{words.known}</dt>
        <dd>{known.join(', ')}</dd>
      </dl>
      {ban.note ? <p className="sm m">{ban.note}</p> : null}
      {ban.appeal ? (
        <blockquote className="note info chat-appeal">
          <p className="xs mm">{words.appealed(time(ban.appeal.at, 'moment', language))}</p>
          <p dir="auto">{ban.appeal.text}</p>
        </blockquote>
      ) : null}
      {onLift ? (
        <div className="row">
          {sure ? (
            <>
              <Button size="sm" tone="solid" busy={busy} onClick={onLift}>
                {words.liftSure}
              </Button>
              <Button size="sm" onClick={() => setSure(false)}>
                {words.keep}
              </Button>
            </>
          ) : (
            <Button size="sm" aria-label={`${words.lift}: ${ban.name}`} onClick={() => setSure(true)}>
              {words.lift}
            </Button>
          )}
        </div>
      ) : null}
    </li>
  );
}
