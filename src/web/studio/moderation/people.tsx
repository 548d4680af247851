import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { ChatPerson } from '#contract/moderation.ts';
import { time } from '../../client/format.ts';
import { api, orThrow } from '../../staff/api.ts';
import { Ban, Ellipsis, Timer } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused } from '../../staff/refused.tsx';
import { Search, Undo } from '../../ui/icons.ts';
import { Avatar, Tag } from '../../ui/parts.tsx';
import { Popover } from '../../ui/popover.tsx';
import { closePopover, Item } from './menu.tsx';
import { RoleTag } from './role-tag.tsx';
import type { Console } from './use-console.ts';
import type { Desk } from './use-desk.ts';
import { useWords } from './words.ts';

/** Who spoke in this show, and what was decided about them. */
export function People({ room, desk }: { room: Console; desk: Desk }) {
  const words = useWords();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const path = { orgId: room.show.orgId, showId: room.show.id };
  // Decisions change this list too, so it is read again with them.
  const found = useQuery({
    queryKey: ['moderation', room.show.id, 'people', search],
    placeholderData: keepPreviousData,
    queryFn: () => orThrow(api.GET('/api/orgs/{orgId}/shows/{showId}/moderation/people', { params: { path, query: { search } } })),
  });
  return (
    <section className="mcol mpeople" aria-label={words.people}>
      <label className="inp">
        <Search size={18} aria-hidden="true" />
        <span className="sr">{words.findPerson}</span>
        <input
          type="search"
          data-autofocus
          value={typed}
          maxLength={60}
          placeholder={words.findPerson}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <div className="mscroll">
        {found.data ? (
          <ul aria-label={words.people} className="decided">
            {found.data.items.length === 0 ? <li className="mm">{search ? words.noPeople : words.nobodyYet}</li> : null}
            {found.data.items.map((person) => (
              <Row key={person.author} room={room} desk={desk} person={person} />
            ))}
          </ul>
        ) : found.error ? (
          <Refused error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <RowsSkeleton />
        )}
      </div>
    </section>
  );
}

const CREW = new Set<ChatPerson['label']>(['host', 'staff', 'moderator']);

function Row({ room, desk, person }: { room: Console; desk: Desk; person: ChatPerson }) {
  const words = useWords();
  const language = useLanguage();
  const about = { id: null, author: person.author, name: person.name };
  const { moderation } = room;
  const standing = moderation.decided.find(
    ({ author, kind, state }) => author === person.author && state !== 'undone' && kind !== 'allow' && kind !== 'hide',
  );
  const limited = person.banned !== null || person.timedOutUntil !== null;
  return (
    <li>
      <Avatar name={person.name} src={null} size={30} />
      <div className="grow">
        <p className="ell">
          <b className="b">{person.name}</b> <RoleTag label={person.label} />
        </p>
        <p className="xs m">{words.linesSaid(person.lines, person.hidden)}</p>
      </div>
      {person.banned ? <Tag tone="stop">{words.isBanned[person.banned]}</Tag> : null}
      {person.timedOutUntil && !person.banned ? (
        <Tag tone="warn">{words.pausedUntil(time(person.timedOutUntil, 'clock', language))}</Tag>
      ) : null}
      {CREW.has(person.label) ? null : (
        <Popover
          className="ib dots"
          label={<Ellipsis size={18} aria-label={words.personMenu(person.name)} />}
          title={words.personMenu(person.name)}
        >
          <ul className="menu" onClick={closePopover}>
            {limited && standing ? (
              <Item icon={<Undo size={17} />} label={words.lift} run={() => moderation.undo.mutate(standing.id)} />
            ) : null}
            {person.banned && !standing ? (
              <li>
                <a href={`/office/${room.show.shop.slug}/chat/bans`} target="_blank" rel="noopener">
                  {words.liftElsewhere}
                </a>
              </li>
            ) : null}
            {limited ? null : <Item icon={<Timer size={17} />} label={words.pauseAuthor} run={() => desk.decide('time_out', about)} />}
            {person.banned ? null : <Item icon={<Ban size={17} />} label={words.banAuthor} run={() => desk.why(about, 'ban')} />}
          </ul>
        </Popover>
      )}
    </li>
  );
}
