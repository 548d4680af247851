import { type ReactNode, useRef } from 'react';
import type { HeldLine } from '#contract/moderation.ts';
import { time } from '../../client/format.ts';
import { useLanguage } from '../../staff/language.tsx';
import { RowsSkeleton } from '../../staff/page-head.tsx';
import { Refused, RefusedNote } from '../../staff/refused.tsx';
import { ChevronRight } from '../../ui/icons.ts';
import { EmptyState, Tag } from '../../ui/parts.tsx';
import { useNow } from '../air/use-now.ts';
import { DecidedList } from './decided-list.tsx';
import { DecisionButtons } from './decision-buttons.tsx';
import { FewKeys } from './key-sheet.tsx';
import type { Console } from './use-console.ts';
import type { Desk } from './use-desk.ts';
import { useKeepFocus } from './use-keep-focus.ts';
import { useWords } from './words.ts';

/** What the rules doubt, what was decided just now, and the keys. */
export function HeldColumn({
  room,
  desk,
  withKeys = false,
  children,
}: {
  room: Console;
  desk: Desk;
  withKeys?: boolean;
  children?: ReactNode;
}) {
  const words = useWords();
  const { moderation } = room;
  const data = moderation.desk.data;
  if (!data) {
    return (
      <section className="mcol" aria-label={words.tabs.held}>
        {moderation.desk.error ? (
          <Refused error={moderation.desk.error} onRetry={() => void moderation.desk.refetch()} />
        ) : (
          <RowsSkeleton height="96px" />
        )}
      </section>
    );
  }
  return (
    <section className="mcol" aria-label={words.tabs.held}>
      <div className="mscroll">
        <h2 className={withKeys ? 'mh' : 'sr'}>{words.held(moderation.held.length)}</h2>
        <p className="sm m mlead">{words.heldHow}</p>
        <HeldList room={room} desk={desk} withKeys={withKeys} />
        <RefusedNote error={moderation.undo.error} />
        <DecidedList moderation={moderation} />
        {children}
      </div>
      {withKeys ? (
        <footer className="mfoot-keys">
          <FewKeys />
          <p className="xs mm">
            {words.tonight(data.tonight, moderation.held.length)} {words.bansNeed}
          </p>
        </footer>
      ) : null}
    </section>
  );
}

function HeldList({ room, desk, withKeys }: { room: Console; desk: Desk; withKeys: boolean }) {
  const words = useWords();
  const list = useRef<HTMLOListElement>(null);
  useKeepFocus(list);
  const { rows, now } = room.held;
  return (
    <ol className="mheld" ref={list} tabIndex={-1} aria-label={words.tabs.held}>
      {rows.length === 0 ? (
        <li data-focus tabIndex={-1} className="mempty">
          <EmptyState title={words.nothingWaits}>{words.nothingWaitsBody}</EmptyState>
        </li>
      ) : null}
      {rows.map((line) => (
        <Held
          key={line.id}
          room={room}
          line={line}
          chosen={line.id === now?.id}
          onChoose={() => room.held.choose(line.id)}
          actions={withKeys ? <DecisionButtons line={line} desk={desk} /> : null}
        />
      ))}
    </ol>
  );
}

function Held({
  room,
  line,
  chosen,
  onChoose,
  actions,
}: {
  room: Console;
  line: HeldLine;
  chosen: boolean;
  onChoose: () => void;
  actions: ReactNode;
}) {
  const words = useWords();
  const language = useLanguage();
  return (
    <li className={`held ${chosen ? 'on' : ''}`} aria-current={chosen || undefined}>
      <div className="row between held-head">
        <span className="row wrap">
          <button
            type="button"
            className="b held-name"
            aria-pressed={chosen}
            aria-label={words.select(line.name)}
            data-focus={chosen || undefined}
            onClick={onChoose}
          >
            {line.name}
          </button>
          {line.reasons.map((reason) => (
            <Tag key={reason} tone="warn">
              {words.reasons[reason]}
            </Tag>
          ))}
        </span>
        <span className="xs mm nw">{time(line.at, 'exact', language)}</span>
      </div>
      <p className="held-text" dir="auto" lang={room.show.language}>
        {line.text}
      </p>
      {chosen || actions ? <Context line={line} /> : null}
      {chosen ? (
        <>
          {actions}
          {actions ? (
            <p className="xs mm">
              {words.mayOnlyHold} <Expiry room={room} line={line} />
            </p>
          ) : null}
        </>
      ) : (
        <ChevronRight className="held-more" size={20} aria-hidden="true" />
      )}
    </li>
  );
}

/** What helps to decide: who this is, and what was held and hidden before. */
function Context({ line: { context } }: { line: HeldLine }) {
  const words = useWords();
  const language = useLanguage();
  const facts = [
    context.firstLineAt ? words.firstLine(time(context.firstLineAt, 'clock', language)) : words.firstEver,
    context.heldTonight > 1 ? words.heldTonight(context.heldTonight) : null,
    context.hiddenTonight > 0 ? words.hiddenTonight(context.hiddenTonight) : null,
    context.boughtAt ? words.boughtOn(time(context.boughtAt, 'day', language)) : null,
  ];
  return <p className="xs mm">{facts.filter((fact) => fact !== null).join(', ')}</p>;
}

function Expiry({ room, line }: { room: Console; line: HeldLine }) {
  const words = useWords();
  const language = useLanguage();
  const leftMs = Date.parse(line.expiresAt) - useNow(room.serverNow);
  return <span className={leftMs < 60_000 ? 'warnc' : ''}>({words.expires(time(Math.max(0, leftMs), 'left', language))})</span>;
}
