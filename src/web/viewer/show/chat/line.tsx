import { memo } from 'react';
import type { ChatLine } from '#contract/room.ts';
import { Reply } from '../../../ui/icons.ts';
import { partsOf } from './mentions.ts';
import type { OwnLine } from './own-lines.ts';
import { useChatWords } from './words.ts';
import { useLanguage } from '../../words.ts';
import { sentence } from '../../../client/api.ts';

/** How each label looks; in the order in which one wins over another. */
export const ROLE_CLASS = {
  host: 'host',
  staff: 'staff',
  moderator: 'mod',
  affiliate: 'paid',
  sample: 'paid',
  bought: 'bought',
} as const satisfies Record<NonNullable<ChatLine['label']>, string>;
/** How many tints the round initials have. */
const TINTS = 6;

interface LineProps {
  line: ChatLine;
  /** Open for reading: there is room for initials, quotes and buttons. */
  isTall: boolean;
  isWide: boolean;
  /** Which author this person is; null before their first line. */
  me: string | null;
  nameOf: (author: string) => string | null;
  /** Null where nobody can answer any more. */
  onReply: ((line: ChatLine) => void) | null;
  onRole: (line: ChatLine, at: HTMLElement) => void;
}

/** One line. Rendered again only when it changed: a room of fifty lines a second has sixty of them. */
export const Line = memo(function Line({ line, isTall, isWide, me, nameOf, onReply, onRole }: LineProps) {
  const w = useChatWords();
  const toMe = me !== null && line.author !== me && (line.mentions?.includes(me) ?? false);
  return (
    <li className={`ln ${toMe ? 'to-me' : ''}`} data-line={line.id} tabIndex={isTall ? -1 : undefined}>
      {isWide ? <Initial author={line.author} name={line.name} /> : null}
      <div className="ln-b">
        {toMe ? <span className="sr">{w.mentionsYou}</span> : null}
        <bdi className="who">{line.name}</bdi>
        <RoleTag line={line} onRole={isTall ? onRole : null} /> {line.replyTo ? <Quote to={line.replyTo} /> : null}
        <span className="txt" dir="auto">
          <span lang={line.language ?? undefined}>
            <Words line={line} me={me} nameOf={nameOf} />
          </span>
          {line.repeats ? <Repeats count={line.repeats + 1} /> : null}
        </span>
        {isTall && onReply ? (
          <button
            type="button"
            className="ln-r"
            tabIndex={-1}
            aria-label={w.replyTo(line.name)}
            title={w.reply}
            onClick={() => onReply(line)}
          >
            <Reply size={16} aria-hidden="true" />
          </button>
        ) : null}
      </div>
    </li>
  );
});

function Repeats({ count }: { count: number }) {
  const said = useChatWords().saidBy(count);
  return (
    <span className="rep" title={said}>
      <span aria-hidden="true">×{count}</span>
      <span className="sr">{said}</span>
    </span>
  );
}

function Words({ line, me, nameOf }: Pick<LineProps, 'line' | 'me' | 'nameOf'>) {
  if (!line.mentions?.length) return <>{line.text}</>;
  return (
    <>
      {partsOf(line.text, line.mentions, nameOf).map((part, nr) =>
        typeof part === 'string' ? (
          part
        ) : (
          <b key={nr} className={part.author === me ? 'at me' : 'at'}>
            {part.name}
          </b>
        ),
      )}
    </>
  );
}

function RoleTag({ line, onRole }: { line: ChatLine; onRole: LineProps['onRole'] | null }) {
  const w = useChatWords();
  if (!line.label) return null;
  const tag = <span className={`role ${ROLE_CLASS[line.label]}`}>{w.labels[line.label]}</span>;
  if (!onRole) return tag;
  return (
    <button type="button" className="roleb" tabIndex={-1} onClick={({ currentTarget }) => onRole(line, currentTarget)}>
      {tag}
    </button>
  );
}

export function Quote({ to }: { to: NonNullable<ChatLine['replyTo']> }) {
  const w = useChatWords();
  return (
    <span className="quote">
      <span className="sr">{w.answers(to.name)}</span>
      <Reply size={13} aria-hidden="true" />
      <bdi aria-hidden="true">{to.name}</bdi> <bdi>{to.text}</bdi>
    </span>
  );
}

/** A round initial in a tint of its own, so that one person's lines are found again by eye. */
function Initial({ author, name }: { author: string; name: string }) {
  const tint = [...author].reduce((sum, sign) => sum + sign.codePointAt(0)!, 0) % TINTS;
  return (
    <span className={`ini t${tint}`} aria-hidden="true">
      {[...name][0]?.toUpperCase()}
    </span>
  );
}

interface MineProps {
  own: OwnLine;
  isWide: boolean;
  name: string | null;
  offline: boolean;
  onDismiss: (own: OwnLine, toChange: boolean) => void;
}

/** What I said and the room did not bring yet, with what became of it. */
export function MyLine({ own, isWide, name, offline, onDismiss }: MineProps) {
  const w = useChatWords();
  const language = useLanguage();
  const who = name ?? w.you;
  const fate = {
    sending: offline ? w.waitsForNet : w.sending,
    held: w.held,
    hidden: w.hidden,
    refused: own.reason ? sentence({ reason: own.reason }, language) : '',
    said: '',
  }[own.state];
  const isOver = own.state === 'refused' || own.state === 'hidden';
  return (
    <li className={`ln unsent ${own.state}`}>
      {isWide ? <Initial author={who} name={who} /> : null}
      <div className="ln-b">
        <bdi className="who">{who}</bdi> {own.replyTo ? <Quote to={own.replyTo} /> : null}
        <span className="txt" dir="auto">
          {own.text}
        </span>
        {fate ? <span className={`fate ${isOver ? 'warnc' : ''}`}>{fate}</span> : null}
        {isOver ? (
          <span className="row g1">
            {own.state === 'refused' ? (
              <button type="button" className="linky" onClick={() => onDismiss(own, true)}>
                {w.change}
              </button>
            ) : null}
            <button type="button" className="linky" onClick={() => onDismiss(own, false)}>
              {w.remove}
            </button>
          </span>
        ) : null}
      </div>
    </li>
  );
}
