import { useEffect, useRef, useState } from 'react';
import type { Notice, RoomEvent } from '#contract/room.ts';
import { ask } from '../../client/api.ts';
import { inboxMemory } from '../../client/inbox-memory.ts';
import { createRoom, type Room } from '../../client/room.ts';
import { useTools } from '../tools.tsx';

/** A room that several parts of a screen listen to. */
export interface ShowRoom extends Room {
  /** Each event once, after the view has it. @returns stops listening */
  hear(listener: (event: RoomEvent) => void): () => void;
  /** What is said to this browser alone. @returns stops listening */
  hearNotice(listener: (notice: Notice) => void): () => void;
}

/** The room of a show, for as long as the screen shows it. Null until it is opened. */
export function useRoom(showId: string, roomUrl: string, onEvent: (event: RoomEvent) => void): ShowRoom | null {
  const { api, online } = useTools();
  const [room, setRoom] = useState<ShowRoom | null>(null);
  const hear = useRef(onEvent);
  hear.current = onEvent;

  useEffect(() => {
    let made: ShowRoom | null = null;
    let gone = false;
    let stop = () => {};
    // A first visitor gets their cookie here, so that the room and the video know the same person.
    void ask(api.GET('/api/shows/{showId}/counters', { params: { path: { showId } } })).then(() => {
      if (gone) return;
      made = openRoom(roomUrl, (event) => hear.current(event));
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

function openRoom(url: string, first: (event: RoomEvent) => void): ShowRoom {
  const events = new Set([first]);
  const notices = new Set<(notice: Notice) => void>();
  const room = createRoom({
    url,
    memory: inboxMemory(url),
    onEvent: (event) => events.forEach((listener) => listener(event)),
    onPrivate: (notice) => notices.forEach((listener) => listener(notice)),
  });
  return { ...room, hear: (listener) => listen(events, listener), hearNotice: (listener) => listen(notices, listener) };
}

function listen<T>(all: Set<T>, listener: T): () => void {
  all.add(listener);
  return () => all.delete(listener);
}
