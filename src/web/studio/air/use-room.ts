import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Notice, RoomEvent, RoomEventKind } from '#contract/room.ts';
import type { StaffShow } from '#contract/shows.ts';
import { inboxMemory } from '../../client/inbox-memory.ts';
import { createRoom, type Room } from '../../client/room.ts';
import { api, ask } from '../../staff/api.ts';
import { useOnline } from '../../staff/connection.tsx';
import { useMe } from '../../staff/session.tsx';

/** News after which the show is read again: these change more than the room itself carries. */
const CHANGES_SHOW = new Set<RoomEventKind>(['show.state', 'pin', 'segment', 'shelf', 'price', 'offer', 'sold', 'stock']);
/** A fast sale tells of itself many times a second; the totals need not follow each. */
const SETTLE_MS = 800;

/** What a screen wants to hear beyond what the room's view shows. */
interface Listener {
  readonly onEvent?: (event: RoomEvent) => void;
  readonly onNotice?: (notice: Notice) => void;
}

/** The room of this show for as long as the studio shows it. Events show at once: the crew is ahead of the picture. */
export function useRoom(show: StaffShow, onChange: () => void, listener: Listener = {}): Room | null {
  const online = useOnline();
  const [room, setRoom] = useState<Room | null>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  const heard = useRef(listener);
  heard.current = listener;

  const named = useNamed();
  useEffect(() => {
    if (!named) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const made = createRoom({
      url: show.roomUrl,
      memory: inboxMemory(show.roomUrl),
      onPrivate: (notice) => heard.current.onNotice?.(notice),
      onEvent: (event) => {
        heard.current.onEvent?.(event);
        if (!CHANGES_SHOW.has(event.k)) return;
        timer ??= setTimeout(() => {
          timer = undefined;
          changed.current();
        }, SETTLE_MS);
      },
    });
    setRoom(made);
    return () => {
      clearTimeout(timer);
      made.close();
    };
  }, [show.roomUrl, named]);

  useEffect(() => room?.setOnline(online), [room, online]);
  return room;
}

/**
 * Who writes in a room is known by the visitor's cookie and name, both read when the socket opens. Somebody who signed in
 * on a fresh browser has neither, so they are made first; staff are not asked for a name that we know.
 * @returns true when the room may be opened
 */
function useNamed(): boolean {
  const me = useMe();
  const queries = useQueryClient();
  const known = me.visitorId !== null && me.name !== null;
  const [asked, setAsked] = useState(false);
  const name = me.name ?? me.user.name.slice(0, 40);
  useEffect(() => {
    if (known) return;
    // A refused name stops nothing but writing, and the reply box says why.
    void ask(api.PUT('/api/me/name', { body: { name } })).then((answer) => {
      if (answer.ok) queries.setQueryData(['me'], answer.value);
      setAsked(true);
    });
  }, [known, name, queries]);
  return known || asked;
}
