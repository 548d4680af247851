import { useEffect, useRef, useState } from 'react';
import type { RoomEventKind } from '#contract/room.ts';
import type { StaffShow } from '#contract/shows.ts';
import { createRoom, type Room } from '../../client/socket.ts';
import { useOnline } from '../../staff/connection.tsx';

/** News after which the show is read again: these change more than the room itself carries. */
const CHANGES_SHOW = new Set<RoomEventKind>(['show.state', 'pin', 'segment', 'shelf', 'price', 'offer', 'sold', 'stock']);
/** A fast sale tells of itself many times a second; the totals need not follow each. */
const SETTLE_MS = 800;

/** The room of this show for as long as the studio shows it. Events show at once: the crew is ahead of the picture. */
export function useRoom(show: StaffShow, onChange: () => void): Room | null {
  const online = useOnline();
  const [room, setRoom] = useState<Room | null>(null);
  const changed = useRef(onChange);
  changed.current = onChange;

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const made = createRoom({
      url: show.roomUrl,
      onEvent: (event) => {
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
  }, [show.roomUrl]);

  useEffect(() => room?.setOnline(online), [room, online]);
  return room;
}
