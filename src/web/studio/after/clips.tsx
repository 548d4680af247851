import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Clip } from '#contract/clips.ts';
import type { StaffShow } from '#contract/shows.ts';
import { time } from '../../client/format.ts';
import { api, orThrow } from '../../staff/api.ts';
import { useLanguage } from '../../staff/language.tsx';
import { RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { Skeleton, Switch } from '../../ui/parts.tsx';
import { useMay, useRefreshShow } from '../use-show.ts';
import { useWords } from '../words.ts';

/** Pieces that people cut out of the replay: the crew may stop that, and may withdraw each of them. */
export function Clips({ show }: { show: StaffShow }) {
  const words = useWords();
  const queries = useQueryClient();
  const refresh = useRefreshShow(show.id);
  const may = useMay(show.orgId);
  const params = { path: { orgId: show.orgId, showId: show.id } };
  const key = ['clips', show.id];
  const clips = useQuery({
    queryKey: key,
    queryFn: () => orThrow(api.GET('/api/shows/{showId}/clips', { params: { path: { showId: show.id } } })),
  });
  const allow = useMutation({
    mutationFn: (allowed: boolean) => orThrow(api.PUT('/api/orgs/{orgId}/shows/{showId}/clips-allowed', { params, body: { allowed } })),
    onSuccess: refresh,
  });
  const withdraw = useMutation({
    mutationFn: (clipId: string) =>
      orThrow(api.DELETE('/api/orgs/{orgId}/shows/{showId}/clips/{clipId}', { params: { path: { ...params.path, clipId } } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: key }),
  });
  const items = clips.data?.items ?? [];

  return (
    <section className="card">
      <h2 className="pad">{words.clips}</h2>
      <div className="col g3 pad">
        <Switch
          label={words.clipsAllowed}
          on={allow.isPending ? allow.variables : show.clipsAllowed}
          disabled={!may.desk || allow.isPending}
          onChange={(allowed) => allow.mutate(allowed)}
        />
        <RefusedNote error={allow.error ?? withdraw.error ?? clips.error} />
        {clips.isPending ? <Skeleton label={words.clips} /> : null}
        {clips.isSuccess && items.length === 0 ? <p className="m">{words.noClips}</p> : null}
        <ul className="shelf-list">
          {items.map((clip) => (
            <ClipRow
              key={clip.id}
              clip={clip}
              show={show}
              mayWithdraw={may.desk}
              busy={withdraw.isPending && withdraw.variables === clip.id}
              onWithdraw={() => withdraw.mutate(clip.id)}
            />
          ))}
        </ul>
      </div>
    </section>
  );
}

function ClipRow({
  clip,
  show,
  mayWithdraw,
  busy,
  onWithdraw,
}: {
  clip: Clip;
  show: StaffShow;
  mayWithdraw: boolean;
  busy: boolean;
  onWithdraw: () => void;
}) {
  const words = useWords();
  const language = useLanguage();
  // A link that people have shared stops working for good: asked once more.
  const [asking, setAsking] = useState(false);
  return (
    <li>
      <span className="grow">
        <a className="b" href={`/shows/${show.slug}/clips/${clip.id}`}>
          {clip.title}
        </a>
        <span className="sm m"> {words.clipFacts(time(clip.durationMs, 'left', language), time(clip.madeAt, 'moment', language))}</span>
      </span>
      {mayWithdraw ? (
        asking ? (
          <span className="row g1">
            <Button size="sm" tone="stop" busy={busy} onClick={onWithdraw}>
              {words.withdrawForGood}
            </Button>
            <Button size="sm" tone="quiet" onClick={() => setAsking(false)}>
              {words.keepClip}
            </Button>
          </span>
        ) : (
          <Button size="sm" onClick={() => setAsking(true)}>
            {words.withdrawClip}
          </Button>
        )
      ) : null}
    </li>
  );
}
