import { type ReactNode, useState } from 'react';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { Pin } from '../../ui/icons.ts';
import { Note } from '../../ui/parts.tsx';
import { useStickToEnd } from '../air/use-stick-to-end.ts';
import { Line } from './chat-line.tsx';
import { RoleTag } from './role-tag.tsx';
import { SlowMode } from './slow-mode.tsx';
import type { Console } from './use-console.ts';
import type { Desk } from './use-desk.ts';
import { useWords } from './words.ts';
import { Write } from './write.tsx';

/** What people say, hidden lines marked, and what I say. */
export function ChatColumn({ room, desk, children }: { room: Console; desk: Desk; children?: ReactNode }) {
  const words = useWords();
  const log = useStickToEnd(room.lines.at(-1)?.id);
  const [read, setRead] = useState<ReadonlySet<string>>(new Set());
  const { state } = room.show;
  const loading = room.lines.length === 0 && !room.record.data && !room.view.known && !room.record.error;
  return (
    <section className="mcol mchat" aria-label={words.chat}>
      <header className="row between wrap mchat-head">
        <h2 className="mh">{words.chat}</h2>
        <SlowMode room={room} />
      </header>
      {room.mode.paused ? (
        <Note tone="warn" role="status">
          {words.paused}
        </Note>
      ) : null}
      {room.view.pinned ? <Pinned room={room} /> : null}
      <RefusedNote error={room.pin.error ?? room.record.error} />
      <div ref={log} className="mlog" role="log" aria-live="off" aria-label={words.chat} tabIndex={0}>
        {loading ? <RowsSkeleton height="36px" /> : null}
        {!loading && room.lines.length === 0 ? <p className="m pad">{words.chatEmpty}</p> : null}
        {room.lines.map((line) => (
          <Line
            key={line.id}
            room={room}
            desk={desk}
            line={line}
            read={read.has(line.id)}
            onRead={() => setRead((now) => new Set([...now, line.id]))}
          />
        ))}
      </div>
      {children}
      {state === 'live' ? (
        <Write room={room} desk={desk} />
      ) : (
        <Note tone="info">
          {state === 'ended' ? words.over : words.notLive} <CsvLink room={room} />
        </Note>
      )}
    </section>
  );
}

function Pinned({ room }: { room: Console }) {
  const words = useWords();
  const { pinned } = room.view;
  if (!pinned) return null;
  return (
    <div className="mpinned">
      <Pin size={17} aria-label={words.pinned} />
      <p className="grow" dir="auto" lang={room.show.language}>
        {pinned.question ? <span className="sm mm mpinned-q">{pinned.question.text}</span> : null}
        <b className="b">{pinned.name}</b> <RoleTag label={pinned.label} /> {pinned.text}
      </p>
      <Button size="sm" tone="quiet" busy={room.pin.isPending} onClick={() => room.pin.mutate(null)}>
        {words.unpin}
      </Button>
    </div>
  );
}

function CsvLink({ room }: { room: Console }) {
  const words = useWords();
  return <a href={`/api/orgs/${room.show.orgId}/shows/${room.show.id}/chat.csv`}>{words.csv}</a>;
}
