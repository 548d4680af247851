import { type KeyboardEvent, useCallback, useRef } from 'react';
import type { ChatLine } from '#contract/room.ts';
import { ChevronDown } from '../../../ui/icons.ts';
import { useMe } from '../../tools.tsx';
import type { ShowRoom } from '../use-room.ts';
import { Line, MyLine } from './line.tsx';
import { rowsOf } from './own-lines.ts';
import { useRoleNote } from './role-note.tsx';
import { useHeard } from './use-heard.ts';
import { useReading } from './use-reading.ts';
import type { Say } from './use-say.ts';
import { useChatWords } from './words.ts';

/** So many rows a phone carries without a thought. */
const MOST_ROWS = 60;
/** Over the picture: as many as can be read beside it. */
const OVER_PICTURE = 6;
const NAMES_KEPT = 500;

interface LinesProps {
  lines: readonly ChatLine[];
  room: ShowRoom | null;
  say: Say;
  isTall: boolean;
  isWide: boolean;
  /** Nothing moves by itself: new lines wait behind a button. */
  still: boolean;
  offline: boolean;
}

/** The chat as a log: carried along at its end, still while somebody reads above it, counted out loud when it runs. */
export function ChatLines({ lines, room, say, isTall, isWide, still, offline }: LinesProps) {
  const w = useChatWords();
  const me = useMe();
  const heard = useHeard(lines, say.author);
  const reading = useReading(lines, room, still);
  const role = useRoleNote();
  const nameOf = useNames(lines);
  const rows = rowsOf(reading.shown, say.own, isTall ? MOST_ROWS : OVER_PICTURE);
  const reply = useCallback(
    (line: ChatLine) => {
      say.setReplyTo(line);
      document.getElementById(SAY_FIELD)?.focus();
    },
    [say.setReplyTo],
  );

  function onKey(event: KeyboardEvent<HTMLDivElement>): void {
    const at = document.activeElement?.closest<HTMLElement>('.ln') ?? null;
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('.ln[tabindex]')];
    if (event.key === 'Enter' && at && event.target === at) {
      const line = reading.shown.find(({ id }) => id === at.dataset['line']);
      if (line) reply(line);
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const from = at ? all.indexOf(at) : all.length;
      reading.stop();
      all[Math.min(Math.max(0, from + (event.key === 'ArrowUp' ? -1 : 1)), all.length - 1)]?.focus();
    } else return;
    event.preventDefault();
  }

  return (
    <>
      <div
        ref={reading.box}
        className={isTall ? 'chat-tall' : 'chat'}
        role="log"
        aria-label={w.chat}
        aria-live={heard.live}
        tabIndex={isTall ? 0 : undefined}
        onScroll={isTall ? reading.onScroll : undefined}
        onKeyDown={isTall ? onKey : undefined}
      >
        {rows.length === 0 ? <p className="m sm">{w.empty}</p> : null}
        <ul>
          {rows.map((row) =>
            'line' in row ? (
              <Line
                key={row.key}
                line={row.line}
                isTall={isTall}
                isWide={isWide}
                me={say.author}
                nameOf={nameOf}
                onReply={reply}
                onRole={role.open}
              />
            ) : (
              <MyLine
                key={row.key}
                own={row.own}
                isWide={isWide}
                name={me?.name ?? me?.user?.name ?? null}
                offline={offline}
                onDismiss={say.dismiss}
              />
            ),
          )}
        </ul>
      </div>
      {reading.isStill && (reading.missed > 0 || !still) ? (
        <button type="button" className="to-end" onClick={reading.toEnd}>
          <ChevronDown size={16} aria-hidden="true" />
          {reading.missed > 0 ? w.toNewest(reading.missed) : w.newest}
        </button>
      ) : null}
      <span className="sr" role="status">
        {heard.said}
      </span>
      {role.note}
    </>
  );
}

/** The field's id: a reply and a key bring the focus there. */
export const SAY_FIELD = 'say-field';

/** Names of those whose lines were seen here, for whoever is spoken to. */
function useNames(lines: readonly ChatLine[]): (author: string) => string | null {
  const names = useRef(new Map<string, string>());
  for (const { author, name } of lines.slice(-MOST_ROWS)) {
    names.current.delete(author);
    names.current.set(author, name);
  }
  while (names.current.size > NAMES_KEPT) names.current.delete(names.current.keys().next().value!);
  return useCallback((author) => names.current.get(author) ?? null, []);
}
