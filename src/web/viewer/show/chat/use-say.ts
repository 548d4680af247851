import { useEffect, useMemo, useState } from 'react';
import type { ChatLine, RoomEvent } from '#contract/room.ts';
import type { Show } from '#contract/shows.ts';
import { ask, type Refusal } from '../../../client/api.ts';
import type { Ack, RoomView } from '../../../client/room.ts';
import { useMe, useTools } from '../../tools.tsx';
import { useLanguage } from '../../words.ts';
import type { ShowRoom } from '../use-room.ts';
import { createKnownAuthors } from './known-author.ts';
import { afterAck, afterNotice, FREE, fromStanding, maySay } from './may-say.ts';
import { answered, arrived, noticed, type OwnLine, restored, said, without } from './own-lines.ts';

/** Places of the log that an answer may still ask for. */
const PLACES_KEPT = 200;
/** What was not said goes back into the field: the words are not at fault. */
const NOT_SAID_YET = new Set<string>(['name_needed', 'too_fast', 'chat_paused', 'timed_out', 'banned', 'busy']);

interface Wish {
  text: string;
  replyTo: ChatLine | null;
}

/** Saying a line: shown at once, asked for a name the first time, and never lost without a word. */
export function useSay(show: Show, room: ShowRoom | null, view: RoomView, now: number) {
  const { api } = useTools();
  const me = useMe();
  const language = useLanguage();
  const [own, setOwn] = useState<readonly OwnLine[]>([]);
  const [asking, setAsking] = useState<Wish | null>(null);
  const [draft, setDraft] = useState('');
  const [replyTo, setReplyTo] = useState<ChatLine | null>(null);
  const [limits, setLimits] = useState(FREE);
  const { author, places } = useOwnPlaces(show.id, room, setOwn);
  const named = Boolean(me?.name ?? me?.user);
  const isCrew = me?.memberships.some(({ orgId }) => orgId === show.shop.id) ?? false;
  const clock = room?.serverNow ?? Date.now;

  useEffect(
    () =>
      room?.hearNotice((notice) => {
        if (notice.k === 'line') setOwn((lines) => noticed(lines, notice));
        else setLimits((old) => afterNotice(old, notice));
      }),
    [room],
  );

  // Who comes back finds what they said, and whether they may speak.
  useEffect(() => {
    if (!room || !view.known || !named) return;
    let current = true;
    void ask(api.GET('/api/shows/{showId}/chat/mine', { params: { path: { showId: show.id } } })).then((answer) => {
      if (!answer.ok || !current) return;
      setOwn((lines) => restored(lines, answer.value.items, room.view.get().chat));
      setLimits((old) => (old === FREE ? fromStanding(answer.value.standing) : old));
    });
    return () => {
      current = false;
    };
  }, [room, view.known]);

  /** @returns what went wrong, or null when the shop has it */
  async function appeal(text: string): Promise<Refusal | null> {
    const answer = await ask(api.POST('/api/shows/{showId}/ban-appeal', { params: { path: { showId: show.id } }, body: { text } }));
    if (!answer.ok) return answer.refusal;
    setLimits((old) => ({ ...old, ban: old.ban && { ...old.ban, appeal: false } }));
    return null;
  }

  async function send({ text, replyTo: to }: Wish, hasName = named): Promise<void> {
    if (!hasName) return setAsking({ text, replyTo: to });
    if (!room) return setDraft((typed) => typed || text);
    const clientId = crypto.randomUUID();
    const quoted = to ? { id: to.id, name: to.name, text: to.text } : null;
    const wish = { text, language, ...(to ? { replyTo: to.id } : {}) };
    setOwn((lines) => said(lines, { clientId, text, replyTo: quoted }));
    let ack: Ack = await room.send('chat', wish, { queue: true, id: clientId });
    // The socket may have been opened before the name was chosen; the same verb is there over HTTP.
    if (!ack.ok && ack.reason === 'name_needed' && hasName) ack = await sayOverHttp(clientId, wish);
    setLimits((old) => afterAck(old, ack, room.view.get().mode, isCrew, clock()));
    if (ack.ok && ack.s !== undefined) places.isMine(ack.s);
    if (ack.ok || !NOT_SAID_YET.has(ack.reason)) return setOwn((lines) => answered(lines, clientId, ack, places.kinds, places.last()));
    setOwn((lines) => without(lines, clientId));
    if (ack.reason === 'name_needed') setAsking({ text, replyTo: to });
    else setDraft((typed) => typed || text);
  }

  async function sayOverHttp(id: string, line: object): Promise<Ack> {
    const answer = await ask(
      api.POST('/api/shows/{showId}/commands', { params: { path: { showId: show.id } }, body: { i: id, c: 'chat', d: line } }),
    );
    return answer.ok ? answer.value : { ok: false, reason: answer.refusal.reason };
  }

  return {
    own,
    author,
    asking,
    draft,
    setDraft,
    replyTo,
    setReplyTo,
    isCrew,
    may: maySay(limits, view.mode, isCrew, now),
    submit() {
      const text = draft.trim();
      if (!text) return;
      setDraft('');
      setReplyTo(null);
      void send({ text, replyTo });
    },
    /** Takes one of mine off the screen, its words back into the field when it is to be changed. */
    dismiss(line: OwnLine, toChange: boolean) {
      setOwn((lines) => without(lines, line.clientId));
      if (toChange) setDraft(line.text);
    },
    appeal,
    stopAsking: () => setAsking(null),
    named(wish: Wish) {
      setAsking(null);
      void send(wish, true);
    },
  };
}
export type Say = ReturnType<typeof useSay>;

/** Where my lines stand in the log, and by that which author I am. */
function useOwnPlaces(showId: string, room: ShowRoom | null, setOwn: (next: (lines: readonly OwnLine[]) => readonly OwnLine[]) => void) {
  const known = useMemo(() => createKnownAuthors(localStorage), []);
  const [author, setAuthor] = useState(() => known.of(showId));
  const places = useMemo(() => {
    const kinds = new Map<number, RoomEvent['k']>();
    const authors = new Map<number, string>();
    const mine = new Set<number>();
    const last = () => room?.view.get().chat.at(-1)?.id ?? null;
    const learn = (mineIs: string) => {
      setAuthor(mineIs);
      known.keep(showId, mineIs);
    };
    return {
      kinds,
      last,
      hear(event: RoomEvent) {
        kinds.set(event.s, event.k);
        if (event.k === 'chat') authors.set(event.s, event.d.author);
        if (event.k === 'chat' && mine.has(event.s)) learn(event.d.author);
        for (const old of [kinds, authors]) if (old.size > PLACES_KEPT) old.delete(old.keys().next().value!);
        setOwn((lines) => arrived(lines, event, last()));
      },
      isMine(seq: number) {
        const found = authors.get(seq);
        if (found) learn(found);
        else mine.add(seq);
        if (mine.size > PLACES_KEPT) mine.delete(mine.values().next().value!);
      },
    };
  }, [known, room, showId]);
  useEffect(() => room?.hear(places.hear), [room, places]);
  return { author, places };
}
