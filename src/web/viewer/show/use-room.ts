import { useEffect, useRef, useState } from 'react';
import type { RoomEvent } from '#contract/room.ts';
import { ask } from '../../client/api.ts';
import { createRoom, type Room } from '../../client/socket.ts';
import { useTools } from '../tools.tsx';

/** The room of a show, for as long as the screen shows it. Null until it is opened. */
export function useRoom(showId: string, roomUrl: string, onEvent: (event: RoomEvent) => void): Room | null {
  const { api, online } = useTools();
  const [room, setRoom] = useState<Room | null>(null);
  const hear = useRef(onEvent);
  hear.current = onEvent;

  useEffect(() => {
    let made: Room | null = null;
    let gone = false;
    let stop = () => {};
    // A first visitor gets their cookie here, so that the room and the video know the same person.
    void ask(api.GET('/api/shows/{showId}/counters', { params: { path: { showId } } })).then(() => {
      if (gone) return;
      made = createRoom({ url: roomUrl, onEvent: (event) => hear.current(event) });
      stop = online.subscribe(() => made?.setOnline(online.get()));
      setRoom(made);
    });
    return () => {
      gone = true;
      stop();
      made?.close();
      setRoom(null);
    };
  }, [api, online, showId, roomUrl]);
  return room;
}
