import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ChatLine, RoomEvent } from '#contract/room.ts';
import type { StaffShow } from '#contract/shows.ts';
import { api, orThrow } from '../../staff/api.ts';
import { type DeskLine, withHidden, withoutAuthor, withRecord, withShown } from './lines.ts';

const REFRESH_MS = 20_000;
const SETTLE_MS = 400;

/** The lines of the chat with the hidden ones: what the room shows, and what the record of the chat knows beyond that. */
export function useLines(show: Pick<StaffShow, 'id' | 'orgId'>, enabled: boolean, shown: readonly ChatLine[]) {
  const queries = useQueryClient();
  const [lines, setLines] = useState<readonly DeskLine[]>([]);
  const record = useQuery({
    queryKey: ['staff-chat', show.id],
    enabled,
    refetchInterval: REFRESH_MS,
    queryFn: () =>
      orThrow(api.GET('/api/orgs/{orgId}/shows/{showId}/chat', { params: { path: { orgId: show.orgId, showId: show.id }, query: {} } })),
  });
  const items = record.data?.items;
  useEffect(() => {
    if (items) setLines((now) => withRecord(now, items));
  }, [items]);
  useEffect(() => setLines((now) => withShown(now, shown)), [shown]);

  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onEvent = useCallback(
    (event: RoomEvent) => {
      if (event.k !== 'chat.hidden' && event.k !== 'chat.shown' && event.k !== 'chat.ban') return;
      if (event.k === 'chat.ban') {
        if (event.d.earlier && !event.d.lifted) setLines((now) => withoutAuthor(now, event.d.author));
      } else setLines((now) => withHidden(now, event.d.id, event.k === 'chat.hidden'));
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void queries.invalidateQueries({ queryKey: ['staff-chat', show.id] }), SETTLE_MS);
    },
    [queries, show.id],
  );
  return { lines, record, onEvent };
}
